import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { cruiseProject } from './cruise.js';

/** A wall, a file behind it, and what that file may not import. */
const PLANTED: readonly (readonly [wall: string, file: string, imported: string])[] = [
  ['domain-is-pure', 'src/domain/a.ts', '../use-cases/x/b.js'],
  ['domain-is-pure', 'src/domain/a.ts', 'node:fs'],
  ['use-cases-see-domain-and-ports', 'src/use-cases/x/b.ts', '../../adapters/outbound/kit/c.js'],
  ['use-cases-see-domain-and-ports', 'src/use-cases/x/b.ts', 'zod'],
  ['ports-see-no-use-case', 'src/use-cases/ports/p.ts', '../x/b.js'],
  ['inbound-sees-no-outbound', 'src/adapters/inbound/http/i.ts', '../../outbound/kit/c.js'],
  ['outbound-sees-no-inbound', 'src/adapters/outbound/kit/c.ts', '../../inbound/http/i.js'],
  ['outbound-calls-no-use-case', 'src/adapters/outbound/kit/c.ts', '../../../use-cases/x/b.js'],
  ['inbound-sides-are-apart', 'src/adapters/inbound/cli/j.ts', '../http/i.js'],
  ['outbound-rooms-are-apart', 'src/adapters/outbound/redis/r.ts', '../postgres/q.js'],
  ['gateways-are-apart', 'src/adapters/outbound/payments/one/g.ts', '../two/h.js'],
  ['panels-are-apart', 'src/adapters/outbound/panels/one/g.ts', '../two/h.js'],
  ['screens-are-apart', 'src/adapters/inbound/telegram/shop-screens/one/s.ts', '../two/t.js'],
  ['screens-are-apart', 'src/adapters/inbound/telegram/vpn-screens/one/s.ts', '../../shop-screens/two/t.js'],
  ['no-screen-opens-another', 'src/adapters/inbound/telegram/shop-screens/two/s.screen.ts', './t.screen.js'],
  ['texts-know-no-adapter', 'src/adapters/texts/t.ts', '../outbound/kit/c.js'],
  ['sandbox-knows-no-shop', 'src/sandbox/s.ts', '../domain/a.js'],
  ['only-composition-starts-the-sandbox', 'src/adapters/inbound/http/i.ts', '../../../sandbox/s.js'],
  ['only-main-sees-composition', 'src/adapters/inbound/http/i.ts', '../../../composition/k.js'],
  ['source-sees-no-test', 'src/domain/a.ts', '../../test/z.js'],
  ['no-unresolvable', 'src/composition/k.ts', './gone.js'],
  ['one-room-for-telegraf', 'src/adapters/inbound/http/i.ts', 'telegraf'],
  ['one-room-for-koa', 'src/adapters/outbound/kit/c.ts', '@koa/router'],
  ['one-room-for-knex', 'src/adapters/inbound/http/i.ts', 'pg-boss'],
  ['one-room-for-redis', 'src/adapters/outbound/kit/c.ts', 'redis'],
  ['one-room-for-inversify', 'src/use-cases/x/b.ts', 'inversify'],
  ['one-room-for-ton', 'src/adapters/outbound/kit/c.ts', '@ton/core'],
  ['one-room-for-pino', 'src/adapters/outbound/kit/c.ts', 'pino'],
  ['one-room-for-cockatiel', 'src/adapters/inbound/http/i.ts', 'cockatiel'],
  ['one-room-for-i18next', 'src/adapters/inbound/http/i.ts', 'i18next'],
  ['one-room-for-qrcode', 'src/adapters/inbound/http/i.ts', 'qrcode'],
  ['one-room-for-qrcode', 'src/adapters/texts/t.ts', 'pngjs'],
];

const TARGETS = [
  ...['src/domain/a.ts', 'src/use-cases/x/b.ts', 'src/adapters/outbound/kit/c.ts', 'src/adapters/inbound/http/i.ts', 'src/sandbox/s.ts'],
  ...['src/composition/k.ts', 'src/adapters/outbound/postgres/q.ts', 'src/adapters/outbound/payments/two/h.ts', 'src/adapters/outbound/panels/two/h.ts', 'test/z.ts', 'db/d.ts'],
  'src/adapters/inbound/telegram/shop-screens/two/t.ts',
  'src/adapters/inbound/telegram/shop-screens/two/t.screen.ts',
];

describe('each wall falls on who walks through it', function () {
  this.timeout(60_000);
  let folder: string;

  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'polaris-house-'));
    for (const path of TARGETS) write(path, 'export const here = 1;\n');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  for (const [wall, file, imported] of PLANTED) {
    it(`${wall}: ${file} may not import ${imported}`, async () => {
      write(file, `import * as planted from '${imported}';\nexport const here = planted;\n`);
      const { violations } = await cruiseProject(folder);
      expect(violations.some((violation) => violation.startsWith(`${wall}: ${file} ->`)), violations.join('\n')).to.equal(true);
    });
  }

  it('no-circle: two files may not import each other, types included', async () => {
    write('src/domain/a.ts', `import type { B } from './b.js';\nexport interface A { b: B }\n`);
    write('src/domain/b.ts', `import type { A } from './a.js';\nexport interface B { a: A }\n`);
    const { violations } = await cruiseProject(folder);
    expect(violations.some((violation) => violation.startsWith('no-circle:'))).to.equal(true);
  });
});
