import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { until } from '../support/until.js';
import { openChromium } from './chromium.js';
import { SandboxStand, SIZES } from './sandbox-stand.js';

const DAY = 86_400_000;
const GIGABYTE = 1024 ** 3;

describe('the VPN half of the world', () => {
  let browser: Browser;
  let stand: SandboxStand;

  before(async () => {
    browser = await openChromium();
  });
  after(() => browser.close());
  afterEach(async () => {
    expect(stand.complaints).to.deep.equal([]);
    await stand.close();
  });

  async function arrive(options = {}): Promise<SandboxStand> {
    stand = await SandboxStand.open(browser, options);
    await stand.wires.marzban('s_anna', new Date(Date.now() + 30 * DAY), 3 * GIGABYTE);
    await stand.page.goto(stand.sandbox.origin);
    if (options === SIZES['a phone']) await stand.page.locator('#tab-world').click();
    await stand.page.locator('[data-user="s_anna"]').waitFor();
    return stand;
  }

  for (const [size, options] of Object.entries(SIZES)) {
    it(`shows panels, time and every switch on ${size}, in both languages, and nothing sticks out`, async () => {
      const { page } = await arrive(options);
      for (const title of ['Germany', 'Netherlands', 'Finland']) await page.locator('#panels', { hasText: title }).waitFor();
      for (const group of ['gateways', 'panels']) await page.locator(`[data-group="${group}"] summary`).click();
      expect(await page.locator('#weather fieldset:visible').count()).to.equal(10);
      expect(await stand.overflow()).to.be.at.most(0);
      await page.locator('#language').click();
      await page.locator('#panels', { hasText: 'доступов нет' }).waitFor();
      await page.locator('#clock-title', { hasText: 'Время' }).waitFor();
      expect(await stand.overflow()).to.be.at.most(0);
    });
  }

  it('lets traffic run until there is none left, and the panel says so by itself', async () => {
    const { page, sandbox } = await arrive();
    const account = page.locator('[data-user="s_anna"]');
    for (const used of ['1 of 3 GB', '2 of 3 GB', '3 of 3 GB']) {
      await account.locator('[data-act="use"]').click();
      await account.locator('.vpn-bytes', { hasText: used }).waitFor();
    }
    await page.locator('[data-advance="1h"]').click();
    await account.locator('.chip', { hasText: 'traffic used up' }).waitFor();
    expect((await sandbox.world()).panels[0]?.users[0]).to.include({ status: 'limited', usedBytes: String(3 * GIGABYTE) });
  });

  it('moves time, and accounts and invoices end', async () => {
    const { page, sandbox, wires } = await arrive();
    await wires.wata({ reference: 'order-1', rubles: 299, description: 'VPN' });
    const invoice = page.locator('.invoice[data-gateway="wata"]');
    await invoice.locator('.chip', { hasText: 'waiting' }).waitFor();
    const before = Date.now();
    await page.locator('[data-advance="30d"]').click();
    await page.locator('#clock-ahead', { hasText: '30 d ahead' }).waitFor();
    await page.locator('[data-advance="1d"]').click();
    await page.locator('#clock-ahead', { hasText: '31 d ahead' }).waitFor();
    await page.locator('[data-user="s_anna"] .chip', { hasText: 'expired' }).waitFor();
    await invoice.locator('.chip', { hasText: 'ended' }).waitFor();
    expect(sandbox.now().getTime() - before).to.be.greaterThanOrEqual(31 * DAY);
  });

  it('lets an operator move an end and delete an account by hand', async () => {
    const { page, sandbox } = await arrive();
    const account = page.locator('[data-user="s_anna"]');
    const shown = async (): Promise<string> => (await account.locator('.vpn-until').textContent()) ?? '';
    const before = await shown();
    await account.locator('summary').click();
    await account.locator('[data-act="sooner"]').click();
    await until(async () => ((await shown()) === before ? undefined : true), shown);
    await account.locator('[data-act="remove"]').click();
    await account.waitFor({ state: 'detached' });
    expect((await sandbox.world()).panels.flatMap(({ users }) => users)).to.deep.equal([]);
    await page.locator('#news', { hasText: 'Germany: account s_anna is gone' }).waitFor();
  });

  it('shows the invoices of every gateway together, newest first, each with its own ways to go wrong', async () => {
    const { page, wires } = await arrive();
    await wires.yookassa({ reference: 'order-1', rubles: 100, description: 'VPN' });
    await wires.wata({ reference: 'order-2', rubles: 200, description: 'VPN' });
    await wires.cryptoPay({ reference: 'order-3', rubles: 300, description: 'VPN' });
    await page.locator('.invoice[data-gateway="yookassa"]').waitFor();
    expect(await page.locator('#invoices .brand-name').allTextContents()).to.deep.equal(['Crypto Pay', 'Wata', 'YooKassa']);
    const link = page.locator('.invoice[data-gateway="wata"]');
    await link.locator('summary').click();
    await link.locator('[data-act="bank"]').click();
    await link.locator('[data-act="bankDeclined"]').click();
    await link.locator('[data-act="pay"]').click();
    await link.locator('.chip.good', { hasText: 'paid' }).waitFor();
    await link.getByText(/200\sRUB received/).waitFor();
  });

  it('says on a folded group how many of its systems are struck', async () => {
    const { page } = await arrive();
    const panels = page.locator('[data-group="panels"]');
    await panels.locator('summary').click();
    await page.locator('[data-system="3x-ui"] .silent').click();
    await panels.locator('summary').click();
    await panels.locator('.chip', { hasText: '1 unwell' }).waitFor();
    await page.locator('[data-node="vpn"] .node-mode', { hasText: 'silent' }).waitFor();
  });
});
