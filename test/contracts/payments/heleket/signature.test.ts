import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { decodeUtf8, readJson } from '#adapters/outbound/kit/json-reader.js';
import { isSignedWebhook, signRequest } from '#adapters/outbound/payments/heleket/signature.js';

interface Vectors {
  readonly request: Readonly<Record<'api_key' | 'body_php_style' | 'sign_php_style' | 'body_js_style' | 'sign_js_style' | 'empty_body_sign', string>>;
  readonly webhook: Readonly<Record<'api_key' | 'canonical' | 'sign' | 'wire_body_utf8' | 'wire_body_ascii_escaped', string>>;
  readonly webhook_numbers: Readonly<Record<'api_key' | 'canonical' | 'sign' | 'wire', string>>;
}

interface PhpCases {
  readonly key: string;
  readonly cases: readonly { readonly name: string; readonly wire: string }[];
}

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const vectors = JSON.parse(readFileSync(here('vectors.json'), 'utf8')) as Vectors;
const phpText = readFileSync(here('php-cases.json'), 'utf8');
const php = JSON.parse(phpText) as PhpCases;

function verifies(text: string, key: string): boolean {
  return isSignedWebhook(text, readJson(text), key);
}

/** Every body that differs from this one in a single bit and is still readable. */
function* flipped(text: string): Generator<string> {
  const bytes = Buffer.from(text, 'utf8');
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    const copy = Buffer.from(bytes);
    copy.writeUInt8(copy.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
    yield copy.toString('latin1');
  }
}

function survives(latin: string, key: string): boolean {
  try {
    return verifies(decodeUtf8(Buffer.from(latin, 'latin1')), key);
  } catch {
    return false;
  }
}

describe('Heleket signature', () => {
  describe('of a request', () => {
    const { request } = vectors;

    it('covers the very text that is sent, whichever way its slashes are spelled', () => {
      expect(signRequest(request.body_php_style, request.api_key)).to.equal(request.sign_php_style);
      expect(signRequest(request.body_js_style, request.api_key)).to.equal(request.sign_js_style);
    });

    it('of a call without parameters covers no bytes at all', () => {
      expect(signRequest('', request.api_key)).to.equal(request.empty_body_sign);
    });
  });

  describe('of a webhook', () => {
    it('is that of the recorded bodies, raw and escaped (case 12)', () => {
      const { webhook, webhook_numbers: numbers } = vectors;
      expect(verifies(webhook.wire_body_utf8, webhook.api_key)).to.equal(true);
      expect(verifies(webhook.wire_body_ascii_escaped, webhook.api_key)).to.equal(true);
      expect(verifies(numbers.wire, numbers.api_key)).to.equal(true);
    });

    for (const { name, wire } of php.cases) {
      it(`is what PHP computes for ${name} (case 12)`, () => {
        expect(verifies(wire, php.key)).to.equal(true);
        expect(verifies(wire, `${php.key}x`)).to.equal(false);
        expect(verifies(wire.replace('10.00', '10.01'), php.key)).to.equal(false);
      });
    }

    it('holds for a body that a receiver printed anew with spaces', () => {
      const { wire_body_utf8: wire, api_key: key } = vectors.webhook;
      const spaced = wire.replaceAll('":', '" : ').replaceAll(',"', ' ,\n\t"');
      expect(verifies(spaced, key)).to.equal(true);
    });

    for (const [what, wire] of [
      ['a recorded body', vectors.webhook.wire_body_utf8],
      ['a body with bare numbers', vectors.webhook_numbers.wire],
    ] as const) {
      it(`is refused for ${what} after any single bit has changed (case 6)`, () => {
        const accepted = [...flipped(wire)].filter((text) => survives(text, vectors.webhook.api_key));
        expect(accepted).to.deep.equal([]);
      });
    }

    it('of an escaped body survives a changed bit only where the text stays the same letter for letter', () => {
      const { wire_body_ascii_escaped: wire, api_key: key } = vectors.webhook;
      const accepted = [...flipped(wire)].filter((text) => survives(text, key));
      for (const text of accepted) expect(JSON.parse(text)).to.deep.equal(JSON.parse(wire));
      expect(accepted.length, 'hex digits in another case').to.be.lessThan(20);
    });

    it('is refused when it is missing, no text, or there twice', () => {
      const { canonical, sign, api_key: key } = vectors.webhook_numbers;
      expect(verifies(canonical, key)).to.equal(false);
      expect(verifies(canonical.replace('}', ',"sign":null}'), key)).to.equal(false);
      expect(verifies(canonical.replace('}', `,"sign":"${sign}","sign":"${sign}"}`), key)).to.equal(false);
      expect(verifies(canonical.replace('}', `,"sign":"${sign.toUpperCase()}"}`), key)).to.equal(false);
      expect(verifies(`["${sign}"]`, key)).to.equal(false);
    });

    it('is refused when the body has a second one, even inside what the first one covers', () => {
      const key = 'k'.repeat(20);
      const covering = signRequest('{"a":"1","sign":"x"}', key);
      expect(verifies(`{"a":"1","sign":"${covering}","sign":"x"}`, key)).to.equal(false);
    });

    it('with a repeated key counts the last value, as its reader does', () => {
      const { wire, api_key: key } = vectors.webhook_numbers;
      expect(verifies(wire.replace('"order_id":"x"', '"order_id":"y","order_id":"x"'), key)).to.equal(true);
      expect(verifies(wire.replace('"order_id":"x"', '"order_id":"x","order_id":"y"'), key)).to.equal(false);
    });
  });

  if (process.env.POLARIS_TEST_PHP === '1') {
    it('cases are what the PHP of this machine prints', () => {
      expect(execFileSync('php', [here('generate-php-cases.php')], { encoding: 'utf8' })).to.equal(phpText);
    });
  }
});
