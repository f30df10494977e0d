import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { OpenShop } from '../support/open-shop.js';
import { complaintsOf, openChromium } from './chromium.js';

/** The bot speaks the language of the person's Telegram, whatever the page speaks. */
const REMINDER = /ends in 3 days|закончится через 3 дня/;
const LANGUAGES = {
  English: { step: 'The panel has the new date', end: 'That was a whole subscription' },
  Russian: { step: 'На панели новая дата', end: 'Вот и вся подписка' },
};

describe('the tour of the VPN half', () => {
  let browser: Browser;
  let shop: OpenShop;
  before(async () => {
    browser = await openChromium();
  });
  beforeEach(async () => {
    shop = await OpenShop.open();
  });
  afterEach(() => shop.stop());
  after(() => browser.close());

  for (const [language, { step, end }] of Object.entries(LANGUAGES)) {
    it(`goes from the trial to the reminder in ${language}`, async () => {
      const context = await browser.newContext({ locale: 'en-US', viewport: { width: 1280, height: 860 } });
      const page = await context.newPage();
      const complaints = complaintsOf(page);
      await page.goto(shop.origin);
      if (language === 'Russian') await page.locator('#language').click();
      await page.locator('#tour-vpn').click();
      await page.locator('#tour-title', { hasText: step }).waitFor({ timeout: 90_000 });
      await page.locator('#tour.good #tour-title', { hasText: end }).waitFor({ timeout: 60_000 });
      await page.locator('.message.theirs', { hasText: REMINDER }).waitFor();
      await page.locator('.message.theirs img.photo').waitFor();
      expect(await shop.brokenRules()).to.deep.equal([]);
      expect(complaints).to.deep.equal([]);
      await context.close();
    });
  }
});
