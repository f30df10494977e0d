import { get } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { expect } from 'chai';
import type { Sandbox } from '#sandbox/sandbox.js';
import { NamedShop, SandboxLab, call, post } from './sandbox-lab.js';

const CHAT = '/sandbox/telegram/chats/42';

describe('the controls of the sandbox', () => {
  const lab = new SandboxLab();
  let sandbox: Sandbox;

  beforeEach(async () => {
    sandbox = await lab.open();
  });

  afterEach(() => lab.close());

  it('a fault is armed, seen and cleared, and never strikes the person', async () => {
    const armed = await post(sandbox, '/sandbox/faults', { target: 'telegram', mode: 'failing', times: 2 });
    expect(JSON.parse(armed.text)).to.deep.equal([{ target: 'telegram', mode: 'failing', times: 2 }]);
    expect((await post(sandbox, `${CHAT}/messages`, { text: 'hello' })).status).to.equal(201);
    expect((await post(sandbox, botApi('sendMessage'), { chat_id: 42, text: 'x' })).status).to.equal(502);
    expect(JSON.parse((await call(sandbox, 'GET', '/sandbox/faults')).text)).to.deep.equal([{ target: 'telegram', mode: 'failing', times: 1 }]);
    expect((await call(sandbox, 'DELETE', '/sandbox/faults')).status).to.equal(204);
    expect((await post(sandbox, botApi('sendMessage'), { chat_id: 42, text: 'x' })).status).to.equal(200);
  });

  const BAD: readonly (readonly [string, unknown, string])[] = [
    ['/sandbox/faults', { target: 'stripe', mode: 'slow' }, 'sandbox.fault-target'],
    // The panel's id; its name is 3x-ui.
    ['/sandbox/faults', { target: 'xui', mode: 'slow' }, 'sandbox.fault-target'],
    ['/sandbox/faults', { target: 'ton', mode: 'exploding' }, 'sandbox.fault-mode'],
    ['/sandbox/faults', { target: 'ton', mode: 'slow', times: 0 }, 'sandbox.fault-times'],
    ['/sandbox/faults', { target: 'ton', mode: 'slow', times: '3' }, 'sandbox.fault-times'],
    ['/sandbox/faults', [], 'invalid'],
    ['/sandbox/faults', 'not json', 'invalid'],
    ['/sandbox/telegram/chats/0/messages', { text: 'x' }, 'telegram.user-id'],
    ['/sandbox/telegram/chats/99999999999999999/messages', { text: 'x' }, 'telegram.user-id'],
    ['/sandbox/telegram/chats/__proto__/messages', { text: 'x' }, 'telegram.user-id'],
    [`${CHAT}/messages`, {}, 'telegram.text'],
    [`${CHAT}/messages`, { text: '  ' }, 'telegram.text'],
    [`${CHAT}/messages`, { text: 'x'.repeat(4097) }, 'telegram.text'],
    [`${CHAT}/messages`, { text: 'x', firstName: 7 }, 'telegram.firstName'],
    [`${CHAT}/taps`, { messageId: '1', data: 'x' }, 'telegram.messageId'],
    [`${CHAT}/block`, { blocked: 'yes' }, 'telegram.blocked'],
    [`${CHAT}/pay-invoice`, {}, 'telegram.messageId'],
    ['/sandbox/ton/balance', { amountNano: 1.5 }, 'invalid'],
  ];
  for (const [path, body, code] of BAD) {
    it(`${path} with ${JSON.stringify(body).slice(0, 60)} is refused as ${code}`, async () => {
      const answer = await call(sandbox, 'POST', path, { body: typeof body === 'string' ? body : JSON.stringify(body) });
      expect(answer.headers['content-type']).to.equal('application/problem+json');
      expect(answer.json()).to.include({ type: 'about:blank', status: 400, code });
    });
  }

  it('an address that is not there and a body too large have their own codes', async () => {
    expect((await call(sandbox, 'GET', '/sandbox/nothing')).json()).to.include({ status: 404, code: 'not-found' });
    expect((await call(sandbox, 'POST', '/sandbox/faults', { body: 'x'.repeat(300_000) })).json()).to.include({ status: 413, code: 'too-large' });
  });

  it('a reset forgets the world, clears the weather and resets the shop once', async () => {
    const shop = new NamedShop('shop');
    sandbox.attach(shop);
    await post(sandbox, `${CHAT}/messages`, { text: 'hello' });
    await post(sandbox, '/sandbox/faults', { target: 'ton', mode: 'slow' });
    expect((await post(sandbox, '/sandbox/reset', {})).status).to.equal(204);
    const world = await sandbox.world();
    expect({ chats: world.telegram.chats, faults: world.faults }).to.deep.equal({ chats: [], faults: [] });
    expect(shop.resets).to.equal(1);
  });

  it('an open page hears what changed, many changes of one system as one, and the books too', async () => {
    const shop = new NamedShop('shop');
    const events = await listen(sandbox);
    for (const text of ['one', 'two', 'three']) await post(sandbox, `${CHAT}/messages`, { text });
    expect(await events.next()).to.deep.equal({ event: 'changed', data: { system: 'telegram' } });
    shop.books = { accounts: [1] };
    sandbox.attach(shop);
    expect(await events.next()).to.deep.equal({ event: 'changed', data: { system: 'ledger' } });
    shop.books = { accounts: [1, 2] };
    expect(await events.next()).to.deep.equal({ event: 'changed', data: { system: 'ledger' } });
    await post(sandbox, '/sandbox/faults', { target: 'ton', mode: 'slow' });
    expect(await events.next()).to.deep.equal({ event: 'changed', data: { system: 'ton' } });
  });

  function botApi(method: string): string {
    return `/sandbox/telegram/api/bot${sandbox.environment['TELEGRAM_TOKEN'] ?? ''}/${method}`;
  }
});

describe('the page of the sandbox', () => {
  const lab = new SandboxLab();
  let sandbox: Sandbox;

  before(async () => {
    sandbox = await lab.open();
  });

  after(() => lab.close());

  it('loads nothing from anywhere else, and comes anew after a change only', async () => {
    const page = await call(sandbox, 'GET', '/');
    expect(page.status).to.equal(200);
    expect(page.headers).to.include({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' });
    expect(page.headers['content-security-policy']).to.match(/^default-src 'none'; script-src 'self'; style-src 'self';/);
    expect(page.headers['content-security-policy']).not.to.match(/unsafe|\*|http/);
    const again = await call(sandbox, 'GET', '/', { headers: { 'if-none-match': String(page.headers['etag']) } });
    expect([again.status, again.text]).to.deep.equal([304, '']);
  });

  const FILES: readonly (readonly [string, string])[] = [
    ['/assets/js/app.js', 'text/javascript; charset=utf-8'],
    ['/assets/css/base.css', 'text/css; charset=utf-8'],
    ['/assets/icons/star.svg', 'image/svg+xml'],
    ['/sandbox/heleket/pay/8b03432e-385b-4670-8d06-064591096795', 'text/html; charset=utf-8'],
  ];
  for (const [path, type] of FILES) {
    it(`${path} is ${type}`, async () => {
      const file = await call(sandbox, 'GET', path);
      expect([file.status, file.headers['content-type']]).to.deep.equal([200, type]);
    });
  }

  for (const path of ['/assets/../../../../package.json', '/assets/js/../../../../../package.json', '/assets/../../sandbox.ts', '/assets/..%2f..%2fsandbox.ts', '/assets/%2e%2e/%2e%2e/sandbox.ts', '/assets/js', '/assets//etc/passwd', '/assets/js/app.js%00.css', '/assets/.hidden.js', '/assets/..\\..\\sandbox.js']) {
    it(`${path} leads nowhere`, async () => {
      expect((await call(sandbox, 'GET', path)).json()).to.include({ status: 404, code: 'not-found' });
    });
  }
});

interface Heard {
  readonly event: string;
  readonly data: unknown;
}

async function listen(sandbox: Sandbox): Promise<{ next: () => Promise<Heard> }> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(`${sandbox.origin}/sandbox/events`, resolve).on('error', reject);
  });
  const chunks = response.setEncoding('utf8')[Symbol.asyncIterator]() as AsyncIterator<string>;
  let text = '';
  const next = async (): Promise<Heard> => {
    for (;;) {
      const found = /event: (\w+)\ndata: (.*)\n\n/.exec(text);
      if (found) {
        text = text.slice(found.index + found[0].length);
        return { event: found[1] ?? '', data: JSON.parse(found[2] ?? '') as unknown };
      }
      text += String((await chunks.next()).value);
    }
  };
  return { next };
}
