import { expect } from 'chai';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { OpenShop } from '../support/open-shop.js';
import { complaintsOf, openChromium } from './chromium.js';

const DESKTOP: BrowserContextOptions = { viewport: { width: 1280, height: 860 }, locale: 'en-US' };
const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 }, locale: 'en-US', isMobile: true, hasTouch: true, deviceScaleFactor: 2 };

/** One person at the sandbox's page. */
class Visitor {
  readonly complaints: readonly string[];

  constructor(
    private readonly page: Page,
    private readonly narrow: boolean,
  ) {
    this.complaints = complaintsOf(page);
  }

  async arrive(origin: string): Promise<void> {
    await this.page.goto(origin);
    await this.page.locator('#begin').click();
    await this.button('balance').waitFor();
  }

  /** Presses the newest button that does so, one after the other, each as soon as it is there. */
  async press(...actions: readonly string[]): Promise<void> {
    for (const action of actions) await this.button(action).click();
  }

  /** Follows the newest link to a payment page, pays there, and comes back to the chat. */
  async payInvoice(): Promise<void> {
    const opened = this.page.context().waitForEvent('page');
    await this.page.locator('a.key[target="polaris-pay"]').last().click();
    const payment = await opened;
    await payment.locator('#pay-button').click();
    await payment.locator('#pay-done').waitFor();
    await payment.locator('#told .chip.good').first().waitFor();
    await this.seesAll(payment);
    // The page closes itself, which may end the click before it has told of its success.
    await Promise.all([payment.waitForEvent('close'), payment.locator('#back').click().catch(closedMeanwhile)]);
  }

  async reads(text: RegExp): Promise<void> {
    await this.page.locator('.message.theirs', { hasText: text }).last().waitFor();
  }

  /** What the world's side of the page lists, which a phone shows on a page of its own. */
  async listed(list: 'invoices' | 'deliveries' | 'transfers' | 'postings', text: RegExp): Promise<void> {
    if (this.narrow) await this.page.locator('#tab-world').click();
    await this.page.locator(`#${list} li`, { hasText: text }).first().waitFor();
    if (this.narrow) await this.page.locator('#tab-chat').click();
  }

  /** Nothing is wider than the window. */
  async seesAll(page: Page = this.page): Promise<void> {
    expect(await page.evaluate('document.documentElement.scrollWidth - window.innerWidth')).to.be.at.most(0);
  }

  /** An action that ends in an underscore goes on with an order's id. */
  private button(action: string): Locator {
    const matches = action.endsWith('_') ? `[data-act^="${action}"]:not([data-act*="_via_"])` : `[data-act="${action}"]`;
    return this.page.locator(`button.key${matches}:not(.busy)`).last();
  }
}

describe('the shop in a browser', function () {
  this.timeout(120_000);
  let browser: Browser;
  before(async () => {
    browser = await openChromium();
  });
  after(() => browser.close());

  for (const [width, options] of [
    ['a desk', DESKTOP],
    ['a phone', PHONE],
  ] as const) {
    it(`on ${width} sells stars from the first tap to the delivery`, async () => {
      const shop = await OpenShop.open();
      const context = await browser.newContext(options);
      try {
        const visitor = new Visitor(await context.newPage(), width === 'a phone');
        await visitor.arrive(shop.origin);
        await visitor.press('balance', 'recharge', 'recharge_heleket', 'recharge_heleket_10');
        await visitor.payInvoice();
        await visitor.reads(/\+?10\sTON/);
        await visitor.listed('invoices', /10\sTON/);
        await visitor.press('balance', 'buy_stars', 'buy_stars_with_balance', 'buy_100_balance', 'order_self_', 'order_pay_');
        await visitor.reads(/🎉/u);
        await visitor.listed('deliveries', /110/);
        await visitor.listed('transfers', /TON/);
        await visitor.seesAll();
        expect(await shop.brokenRules()).to.deep.equal([]);
        expect((await shop.outside.world()).fragment.deliveries.map(({ stars }) => stars)).to.deep.equal([110]);
        expect(visitor.complaints).to.deep.equal([]);
      } finally {
        await context.close();
        await shop.stop();
      }
    });
  }
});

function closedMeanwhile(error: unknown): void {
  if (!(error instanceof Error) || !error.message.includes('has been closed')) throw error;
}
