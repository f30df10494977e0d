import { expect } from 'chai';
import { z } from 'zod';
import { defineGateway } from '#adapters/outbound/kit/define-gateway.js';

function gatewayWith(schema: z.ZodType, required: readonly string[]) {
  return defineGateway({
    id: 'any',
    configKey: 'any',
    required,
    schema,
    secrets: () => [],
    create: () => {
      throw new Error('nothing is created here');
    },
  });
}

describe("a gateway's section of the environment", () => {
  it('never repeats a value, even where a schema does', () => {
    const talkative = z.object({ KEY: z.string().refine(() => false, { error: (issue) => `"${String(issue.input)}" is not a key` }) });
    expect(gatewayWith(talkative, ['KEY']).parse({ KEY: ' s3cret ' })).to.deep.equal({ issues: [{ name: 'KEY', message: 'is not valid' }] });
  });

  it('is always on when the gateway requires nothing', () => {
    expect(gatewayWith(z.object({}), []).parse({})).to.deep.equal({ config: {} });
  });

  it('reaches the schema trimmed and without empty values', () => {
    const section = gatewayWith(z.record(z.string(), z.string()), ['KEY']).parse({ KEY: ' a ', EMPTY: ' ', NONE: undefined });
    expect(section).to.deep.equal({ config: { KEY: 'a' } });
  });
});
