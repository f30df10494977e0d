import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { openChromium } from './chromium.js';
import { SandboxStand, SIZES } from './sandbox-stand.js';

const ORDER = { reference: '0190f3a2-7c1e-7000-8000-0000000000aa', rubles: 299, description: 'VPN for 30 days' };

describe('the page where people pay', () => {
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

  for (const [size, options] of Object.entries(SIZES)) {
    it(`shows on ${size} whom, what and how much, at each gateway`, async () => {
      stand = await SandboxStand.open(browser, options);
      const { page, wires } = stand;
      const pages = { YooKassa: await wires.yookassa(ORDER), Wata: await wires.wata(ORDER), 'Crypto Pay': await wires.cryptoPay(ORDER) };
      for (const [name, url] of Object.entries(pages)) {
        await page.goto(url);
        await page.locator('#pay-button', { hasText: /^Pay 299\sRUB$/ }).waitFor();
        expect(await page.locator('#pay-name').textContent()).to.equal(name);
        expect(await page.locator('#pay-about').textContent()).to.equal(ORDER.description);
        expect(await page.locator('#pay-timer').textContent()).to.match(/^(59:\d\d|1:00:00)$/);
        expect(await page.locator('#pay-standin').textContent()).to.contain(name);
        expect(await stand.overflow()).to.be.at.most(0);
      }
    });
  }

  for (const remember of [true, false]) {
    it(`lets a payer ${remember ? 'keep' : 'not keep'} the card that YooKassa was asked to keep`, async () => {
      stand = await SandboxStand.open(browser);
      const { page, wires } = stand;
      await page.goto(await wires.yookassa(ORDER));
      const tick = page.getByRole('checkbox', { name: /Remember this card/ });
      expect(await tick.isChecked()).to.equal(true);
      if (!remember) await tick.uncheck();
      await page.locator('#pay-button').click();
      await page.locator('#pay-done', { hasText: /Paid.*299\sRUB received/ }).waitFor();
      await page.locator('#told .chip.good', { hasText: '200' }).waitFor();
      expect(await worldOf(stand, 'yookassa', 'payments')).to.include({ status: 'succeeded', methodSaved: remember });
    });
  }

  it('has a tick at Wata for a bank that refuses once, and both tries are told', async () => {
    stand = await SandboxStand.open(browser);
    const { page, wires } = stand;
    await page.goto(await wires.wata(ORDER));
    await page.getByRole('checkbox', { name: /refuses the first try/ }).check();
    await page.locator('#pay-button').click();
    await page.locator('#pay-done', { hasText: /Paid/ }).waitFor();
    expect(await page.locator('#told li span:not(.chip)').allTextContents()).to.deep.equal(['refused', 'paid']);
    expect(await worldOf(stand, 'wata', 'links')).to.include({ status: 'Closed', paid: '299.00' });
  });

  it('lets a payer choose the coin for an invoice in rubles', async () => {
    stand = await SandboxStand.open(browser);
    const { page, wires } = stand;
    await page.goto(await wires.cryptoPay(ORDER));
    await page.locator('.pay-coin', { hasText: /^TON$/ }).click();
    await page.locator('#pay-button').click();
    await page.locator('#pay-facts', { hasText: /TON/ }).waitFor();
    expect(await worldOf(stand, 'cryptoPay', 'invoices')).to.include({ status: 'paid', paidAsset: 'TON' });
  });

  it('offers what can go strangely as it is now, and no more than that', async () => {
    stand = await SandboxStand.open(browser);
    const { page, wires } = stand;
    await page.goto(await wires.yookassa(ORDER));
    const odd = page.locator('#pay-odd button');
    await page.locator('.odd summary').click();
    expect(await odd.allTextContents()).to.deep.equal(['News twice', 'No money', 'Only held', 'Late', 'Forge a webhook']);
    await odd.filter({ hasText: 'No money' }).click();
    await page.locator('#pay-facts', { hasText: 'not enough money' }).waitFor();
    expect(await odd.allTextContents()).to.deep.equal(['Late', 'Forge a webhook']);
    await odd.filter({ hasText: 'Forge' }).click();
    await page.locator('#pay-note', { hasText: 'Nothing is signed here' }).waitFor();
  });

  it('says at once that time has run out when the clock is moved', async () => {
    stand = await SandboxStand.open(browser);
    const { page, sandbox, wires } = stand;
    await page.goto(await wires.wata(ORDER));
    await page.locator('#pay-button').waitFor();
    await fetch(`${sandbox.origin}/sandbox/clock`, { method: 'POST', body: '{"advance":"2h"}' });
    await page.locator('#pay-status', { hasText: 'ended' }).waitFor();
    expect(await page.locator('#pay-button').isVisible()).to.equal(false);
  });
});

/** The newest one there. */
async function worldOf({ sandbox }: SandboxStand, gateway: 'yookassa' | 'wata' | 'cryptoPay', list: string): Promise<unknown> {
  const found = (await sandbox.world())[gateway] as Readonly<Record<string, readonly unknown[]>>;
  return found[list]?.[0];
}
