import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

const PATH = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const QUIET = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** Throws when there is no Chromium, instead of passing over what it should show. */
export function openChromium(): Promise<Browser> {
  if (!existsSync(PATH)) throw new Error(`These tests need Chromium at ${PATH}; install it, or name another path in CHROMIUM_PATH`);
  return chromium.launch({ executablePath: PATH, args: QUIET });
}

/** Everything that goes wrong on a page and its children: errors, failed requests, refusals of the content policy. */
export function complaintsOf(page: Page): readonly string[] {
  const complaints: string[] = [];
  const watch = (each: Page): void => {
    each.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(`${message.type()}: ${message.text()}`);
    });
    each.on('pageerror', (error) => complaints.push(`threw: ${error.message}`));
    each.on('response', (response) => {
      if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`);
    });
  };
  watch(page);
  page.context().on('page', watch);
  return complaints;
}
