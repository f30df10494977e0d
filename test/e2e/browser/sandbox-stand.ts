import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { createSandbox, type Sandbox, type Shop } from '#sandbox/sandbox.js';
import { Wires } from '../support/wires.js';
import { complaintsOf } from './chromium.js';

/** The screens that every page has to fit. */
export const SIZES = { 'a desk': { viewport: { width: 1280, height: 860 } }, 'a phone': { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } };

/** A shop that is up and sells nothing: it thanks for every webhook. */
export const IDLE_SHOP: Shop = {
  handle: (request: IncomingMessage, response: ServerResponse) => {
    const isKnown = request.url === '/health' || (request.url ?? '').startsWith('/webhook/');
    response.writeHead(isKnown ? 200 : 404).end('{}');
  },
  ledger: () => Promise.resolve({ accounts: [], transfers: [] }),
  reset: () => Promise.resolve(),
  wake: () => undefined,
};

/** A sandbox around an idle shop, and one page of a browser that looks at it. */
export class SandboxStand {
  readonly complaints: readonly string[];
  readonly wires: Wires;

  private constructor(
    readonly sandbox: Sandbox,
    readonly page: Page,
  ) {
    this.complaints = complaintsOf(page);
    this.wires = new Wires(sandbox.environment);
  }

  static async open(browser: Browser, options: BrowserContextOptions = {}): Promise<SandboxStand> {
    const sandbox = await createSandbox({ host: '127.0.0.1', port: 0 });
    sandbox.attach(IDLE_SHOP);
    const context = await browser.newContext({ locale: 'en-US', ...options });
    return new SandboxStand(sandbox, await context.newPage());
  }

  /** By how many pixels anything is wider than the window, or than the panel it is in. */
  async overflow(): Promise<number> {
    const boxes = `[...document.querySelectorAll('html, .world, .panel, .pay')]`;
    return Number(await this.page.evaluate(`Math.max(...${boxes}.map((box) => box.scrollWidth - box.clientWidth))`));
  }

  async close(): Promise<void> {
    await this.page.context().close();
    await this.sandbox.stop();
  }
}
