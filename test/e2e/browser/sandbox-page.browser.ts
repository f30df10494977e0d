import type { IncomingMessage, ServerResponse } from 'node:http';
import { expect } from 'chai';
import { type Browser, chromium, type Page } from 'playwright-core';
import { createSandbox, type Sandbox } from '#sandbox/sandbox.js';

const CHROMIUM = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
const QUIET = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** A shop that is up and sells nothing: the page alone is looked at here. */
const SHOP = {
  handle: (request: IncomingMessage, response: ServerResponse) => {
    response.writeHead(request.url === '/health' ? 200 : 404).end('{}');
  },
  ledger: () => Promise.resolve({ accounts: [], transfers: [] }),
  reset: () => Promise.resolve(),
  wake: () => undefined,
};

describe("the sandbox's page", () => {
  let browser: Browser;
  let sandbox: Sandbox;
  let page: Page;
  let complaints: string[];

  before(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: QUIET });
  });

  after(() => browser.close());

  beforeEach(async () => {
    sandbox = await createSandbox({ host: '127.0.0.1', port: 0 });
    sandbox.attach(SHOP);
    page = await browser.newPage();
    complaints = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
  });

  afterEach(async () => {
    await page.close();
    await sandbox.stop();
  });

  it('offers Start on the first visit, and Start writes to the bot', async () => {
    await page.goto(sandbox.origin);
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.locator('.message.mine', { hasText: '/start' }).waitFor();
    const updates = await bot('getUpdates');
    expect(updates).to.include('"text":"/start"').and.to.include('"language_code":"ru"');
    expect(complaints).to.deep.equal([]);
  });

  it('shows what the bot answers as it comes, and edits it in place', async () => {
    await page.goto(sandbox.origin);
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.locator('.message.mine').waitFor();
    await bot('sendMessage', { text: '<b>Hello</b>', parse_mode: 'HTML', reply_markup: { inline_keyboard: [[{ text: 'Balance', callback_data: 'balance' }]] } });
    await page.locator('.theirs b', { hasText: 'Hello' }).waitFor();
    await page.getByRole('button', { name: 'Balance' }).click();
    await page.locator('.key.busy').waitFor();
    expect(await bot('getUpdates')).to.include('"data":"balance"');
    await bot('editMessageText', { message_id: 2, text: 'Nothing yet' });
    await page.locator('.theirs.edited', { hasText: 'Nothing yet' }).waitFor();
    expect(await page.locator('.theirs').count()).to.equal(1);
    expect(complaints).to.deep.equal([]);
  });

  it('takes no markup from a message beyond the formatting of Telegram', async () => {
    const html = '<img src="x" onerror="alert(1)"><script>alert(2)</script><b onclick="alert(3)">bold</b> <a href="javascript:alert(4)">link</a>';
    const message = { messageId: 1, from: 'bot', text: 'x', html, at: new Date().toISOString(), buttons: [[{ text: 'open', url: 'javascript:alert(5)' }]] };
    await page.route('**/sandbox/telegram/chats/*/messages', (route) => route.fulfill({ json: [message] }));
    await page.route('**/sandbox/telegram/chats/*', (route) => route.fulfill({ json: { blocked: false, commands: [] } }));
    await page.goto(sandbox.origin);
    await page.locator('.theirs b', { hasText: 'bold' }).waitFor();
    expect(await page.locator('.theirs .text').locator('img, script, a, [onclick], [style]').count()).to.equal(0);
    expect(await page.locator('.keyboard a').getAttribute('href')).to.equal(null);
    expect(complaints).to.deep.equal([]);
  });

  it('arms a fault of one system and makes it well again without touching another', async () => {
    await page.goto(sandbox.origin);
    const choose = async (system: string, mode: string, hint: RegExp) => {
      await page.locator(`[data-system="${system}"] .${mode}`).click();
      await page.locator('#weather-hint', { hasText: hint }).waitFor();
    };
    await choose('fragment', 'failing', /^Fragment:[^\n]*$/);
    await choose('ton', 'slow', /^Fragment:.*\nTON:[^\n]*$/);
    await choose('fragment', 'well', /^TON:[^\n]*$/);
    const faults = (await sandbox.world()).faults.map(({ target, mode }) => `${target} ${mode}`);
    expect(faults).to.deep.equal(['ton slow']);
  });

  it('says that an unknown invoice cannot be paid, and leads back to the chat', async () => {
    await page.goto(`${sandbox.origin}/sandbox/heleket/pay/none`);
    await page.getByText('There is no such invoice').waitFor();
    await page.getByRole('link', { name: 'Back to the chat' }).click();
    await page.getByRole('button', { name: 'Start', exact: true }).waitFor();
  });

  async function bot(method: string, fields: object = {}): Promise<string> {
    const { TELEGRAM_API_ROOT: root, TELEGRAM_TOKEN: token } = sandbox.environment;
    const body = JSON.stringify({ chat_id: 1001, ...fields });
    const response = await fetch(`${root}bot${token}/${method}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    return response.text();
  }
});
