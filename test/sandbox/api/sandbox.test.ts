import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { World } from '#sandbox/api/world.js';
import { createSandbox } from '#sandbox/sandbox.js';
import { NamedShop, SandboxLab, call, post } from './sandbox-lab.js';

const CHAT = '/sandbox/telegram/chats/42';

describe('the sandbox', () => {
  const lab = new SandboxLab();

  afterEach(() => lab.close());

  for (const host of ['0.0.0.0', '::', '192.168.0.10', 'example.com', '']) {
    it(`does not listen on ${JSON.stringify(host)}: it has no login`, async () => {
      const outcome = await createSandbox({ host, port: 0 }).catch(messageOf);
      expect(outcome).to.equal(`The sandbox has no login and listens on 127.0.0.1, ::1 or localhost only, not on ${host}`);
    });
  }

  it('says so when the port is taken', async () => {
    const first = await lab.open();
    const outcome = await createSandbox({ host: '127.0.0.1', port: Number(new URL(first.origin).port) }).catch(messageOf);
    expect(outcome).to.match(/EADDRINUSE/);
  });

  const FOREIGN: readonly (readonly [string, Record<string, string>, string])[] = [
    ['a name pointed at this machine', { host: 'evil.example' }, 'sandbox.foreign-host'],
    ['a name pointed at this machine, with a port', { host: 'evil.example:8080' }, 'sandbox.foreign-host'],
    ['a name that begins like this machine', { host: '127.0.0.1.evil.example' }, 'sandbox.foreign-host'],
    ["another site's page", { origin: 'https://evil.example' }, 'sandbox.foreign-origin'],
    ['a page without an origin', { origin: 'null' }, 'sandbox.foreign-origin'],
    ['a page on another port of this machine', { origin: 'http://127.0.0.1:1' }, 'sandbox.foreign-origin'],
    ["another site's picture tag", { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }, 'sandbox.foreign-origin'],
  ];
  for (const [who, headers, code] of FOREIGN) {
    it(`${who} is kept out of it and of the shop`, async () => {
      const sandbox = await lab.open();
      sandbox.attach(new NamedShop('shop'));
      for (const path of ['/sandbox/reset', '/api/v1/payments']) {
        const answer = await call(sandbox, 'POST', path, { headers });
        expect([answer.status, answer.json()['code']]).to.deep.equal([403, code]);
      }
    });
  }

  it('its own page is let in, under either name of this machine', async () => {
    const sandbox = await lab.open();
    const { port } = new URL(sandbox.origin);
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`]) {
      const answer = await call(sandbox, 'DELETE', '/sandbox/faults', { headers: { host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' } });
      expect(answer.status).to.equal(204);
    }
  });

  it('everything that is not its own goes to the attached shop, and waits politely while there is none', async () => {
    const sandbox = await lab.open();
    const waiting = await call(sandbox, 'GET', '/health');
    expect(waiting.json()).to.deep.equal({ type: 'about:blank', title: 'The shop is starting', status: 503, code: 'starting' });
    expect(waiting.headers).to.include({ 'retry-after': '1', 'content-type': 'application/problem+json' });
    sandbox.attach(new NamedShop('shop'));
    for (const path of ['/health', '/sandboxed', '/webhook/telegram?x=/sandbox/']) expect((await call(sandbox, 'GET', path)).text).to.equal(`shop ${path}`);
    sandbox.detach();
    expect((await call(sandbox, 'GET', '/health')).status).to.equal(503);
  });

  it('tells a shop where everything is', async () => {
    const { environment, origin } = await lab.open();
    expect(environment).to.include({
      TELEGRAM_API_ROOT: `${origin}/sandbox/telegram/api/`,
      HELEKET_BASE_URL: `${origin}/sandbox/heleket/api`,
      FRAGMENT_BASE_URL: `${origin}/sandbox/fragment/site`,
      TON_API_URL: `${origin}/sandbox/ton/api`,
      WEBHOOK_HOST: origin,
      FRAGMENT_VOID_MARGIN_SECONDS: '3',
    });
    for (const name of ['TELEGRAM_TOKEN', 'MERCHANT_UUID', 'API_KEY', 'HELEKET_PAYOUT_KEY', 'FRAGMENT_SEED_PHRASE', 'FRAGMENT_WALLET_VERSION', 'FRAGMENT_WALLET_ADDRESS', 'FRAGMENT_COOKIES']) {
      expect(environment[name], name).to.be.a('string').with.length.greaterThan(3);
    }
  });

  it('finds the Bot API also when the root has lost its last slash', async () => {
    const { environment } = await lab.open();
    const root = environment['TELEGRAM_API_ROOT']?.replace(/\/+$/, '');
    const answer = await fetch(new URL(`./bot${environment['TELEGRAM_TOKEN'] ?? ''}/getMe`, root));
    expect(answer.status).to.equal(200);
  });

  it('shows the whole world beside the books of the shop', async () => {
    const sandbox = await lab.open();
    const shop = new NamedShop('shop');
    shop.books = { accounts: [{ kind: 'customer' }] };
    sandbox.attach(shop);
    await post(sandbox, `${CHAT}/messages`, { text: 'hello', firstName: 'Ann' });
    await post(sandbox, '/sandbox/ton/balance', { amountNano: '12000000000' });
    const world = (await call(sandbox, 'GET', '/sandbox/world')).json() as unknown as World;
    expect(world).to.have.keys('heleket', 'yookassa', 'wata', 'cryptoPay', 'stars', 'fragment', 'ton', 'panels', 'ledger', 'telegram', 'faults');
    expect(world.ledger).to.deep.equal(shop.books);
    expect(world.ton).to.deep.equal({ transfers: [], balanceNano: '12000000000' });
    expect(world.telegram.chats).to.have.nested.property('[0].user.firstName', 'Ann');
    expect(await sandbox.world()).to.deep.equal(world);
  });

  it('remembers the world over a restart, in a file that only its owner can read', async () => {
    const stateFile = join(await lab.folder(), 'deep', 'sandbox.json');
    const first = await createSandbox({ host: '127.0.0.1', port: 0, stateFile });
    await post(first, `${CHAT}/messages`, { text: 'hello', firstName: 'Ann' });
    await post(first, '/sandbox/ton/balance', { amountNano: '7' });
    const before = await first.world();
    await first.stop();
    expect((await stat(stateFile)).mode & 0o777).to.equal(0o600);
    const second = await lab.open({ stateFile });
    expect(await second.world()).to.deep.equal(before);
  });

  it('saves by itself soon after a change, so that a sudden end loses little', async () => {
    const stateFile = join(await lab.folder(), 'sandbox.json');
    const sandbox = await lab.open({ stateFile });
    await post(sandbox, `${CHAT}/messages`, { text: 'hello' });
    let text = '';
    while (!text.includes('hello')) text = await readFile(stateFile, 'utf8').catch(() => '');
    expect(JSON.parse(text)).to.have.keys('clock', 'telegram', 'heleket', 'yookassa', 'wata', 'cryptobot', 'fragment', 'ton', 'marzban', 'remnawave', '3x-ui');
  });

  it('a file that holds no state stops the start and is left as it is', async () => {
    const stateFile = join(await lab.folder(), 'sandbox.json');
    for (const text of ['{"telegram":', '{"telegram":{}}']) {
      await writeFile(stateFile, text);
      const outcome = await createSandbox({ host: '127.0.0.1', port: 0, stateFile }).catch(messageOf);
      expect(outcome).to.equal('The saved sandbox cannot be read; delete its state file to begin anew');
      expect(await readFile(stateFile, 'utf8')).to.equal(text);
    }
  });
});

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'not an error';
}
