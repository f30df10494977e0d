import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { createSandbox, type Sandbox } from '#sandbox/sandbox.js';
import { complaintsOf, openChromium } from './chromium.js';

const BILL = { title: 'VPN', description: 'A month of VPN', payload: 'payment 1', currency: 'XTR', prices: [{ label: 'VPN', amount: 250 }] };
const JSON_TYPE = { 'content-type': 'application/json' };

describe('the payment window of Telegram Stars', () => {
  let browser: Browser;
  let sandbox: Sandbox;
  let page: Page;
  let offset = 0;

  before(async () => {
    browser = await openChromium();
  });
  after(() => browser.close());

  beforeEach(async () => {
    sandbox = await createSandbox({ host: '127.0.0.1', port: 0 });
    page = await browser.newPage();
    offset = 0;
  });
  afterEach(async () => {
    await page.close();
    await sandbox.stop();
  });

  const bot = async (method: string, fields: object = {}): Promise<unknown> => {
    const { TELEGRAM_TOKEN = '', TELEGRAM_API_ROOT = '' } = sandbox.environment;
    const response = await fetch(`${TELEGRAM_API_ROOT}bot${TELEGRAM_TOKEN}/${method}`, { method: 'POST', headers: JSON_TYPE, body: JSON.stringify(fields) });
    return ((await response.json()) as { result: unknown }).result;
  };
  /** Answers the next question before a payment. */
  const answer = async (said: object): Promise<void> => {
    for (;;) {
      const updates = (await bot('getUpdates', { offset, timeout: 5 })) as { update_id: number; pre_checkout_query?: { id: string } }[];
      const query = updates.find((update) => update.pre_checkout_query)?.pre_checkout_query;
      offset = (updates.at(-1)?.update_id ?? offset - 1) + 1;
      if (!query) continue;
      await bot('answerPreCheckoutQuery', { pre_checkout_query_id: query.id, ...said });
      return;
    }
  };

  it('is opened by a link, asks the bot first and says what it said', async () => {
    const complaints = complaintsOf(page);
    await fetch(`${sandbox.origin}/sandbox/telegram/chats/1001/messages`, { method: 'POST', headers: JSON_TYPE, body: JSON.stringify({ text: '/start', firstName: 'Anna' }) });
    await page.goto(String(await bot('createInvoiceLink', BILL)));
    await page.getByRole('heading', { name: '250' }).waitFor();
    expect(await page.locator('#pay').innerText()).to.include('A month of VPN').and.include('Anna');
    const pay = page.getByRole('button', { name: 'Pay ⭐ 250' });
    await Promise.all([pay.click(), answer({ ok: false, error_message: 'This invoice has expired.' })]);
    await page.getByText('This invoice has expired.').waitFor();
    await Promise.all([pay.click(), answer({ ok: true })]);
    await page.getByText('Paid. Thank you.').waitFor();
    expect((await sandbox.world()).telegram.stars).to.have.length(1);
    expect(complaints).to.deep.equal([]);
  });
});
