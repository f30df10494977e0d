import type { Delivery } from './purchases.js';
import { decimalTon } from './star-price.js';

export interface PageFacts {
  readonly loggedIn: boolean;
  readonly apiHash: string;
  readonly challenge: string;
}

/** The script of every page: the address of the interface with its hash, slashes escaped as PHP does, and the wallet's challenge. */
export function pageScript({ loggedIn, apiHash, challenge }: PageFacts): string {
  const start = { version: 612, apiUrl: `/api?hash=${apiHash}`, unauth: !loggedIn, logged_in: loggedIn, tonRate: 3.33 };
  const wallet = { chain: '-239', ton_proof: challenge, logged_in: loggedIn };
  return `Aj.init(${scriptJson(start)});Wallet.init(${scriptJson(wallet)});`;
}

export function buyPage(facts: PageFacts): string {
  const account = facts.loggedIn
    ? '<a href="/my/assets">My Assets</a> <a href="/logout">Log Out</a>'
    : '<button class="js-login">Connect Telegram</button>';
  return document('Buy Telegram Stars', `<header>${account}</header>${buyForm()}`, facts);
}

export const buyForm = (): string =>
  '<main class="tm-main"><h1>Buy Telegram Stars</h1><form class="js-stars-buy-form">' +
  '<input name="query" placeholder="Enter a username"><input name="quantity"></form></main>';

export function historyPage(deliveries: readonly Delivery[], facts: PageFacts): string {
  return document('Stars History', historyTable(deliveries), facts);
}

export function historyTable(deliveries: readonly Delivery[]): string {
  const rows = deliveries.map(historyRow).join('');
  const head = '<tr><th>Recipient</th><th>Stars</th><th>Price</th><th>Date</th></tr>';
  return `<table class="tm-table"><thead>${head}</thead><tbody>${rows}</tbody></table>`;
}

function historyRow({ recipient, stars, amountNano, at }: Delivery): string {
  const moment = at.toISOString().replace(/\.\d+Z$/, '+00:00');
  const cells = [
    `<a href="https://t.me/${recipient}">@${recipient}</a>`,
    `<div class="table-cell-value tm-value">${grouped(String(stars))}</div>`,
    `<div class="table-cell-value tm-value icon-before icon-ton">${tonMarkup(amountNano)}</div>`,
    `<time datetime="${moment}">${moment}</time>`,
  ];
  return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
}

const USD_CENTS_PER_1000_STARS = 1500n;

/** The price of a quantity as the form shows it: tons with a small fraction, and dollars behind an escaped sign. */
export function priceMarkup(stars: number, amountNano: bigint): string {
  const cents = (BigInt(stars) * USD_CENTS_PER_1000_STARS) / 1000n;
  const dollars = `${grouped(String(cents / 100n))}.${String(cents % 100n).padStart(2, '0')}`;
  return `<div class="tm-value icon-before icon-ton">${tonMarkup(amountNano)}</div><div class="tm-radio-desc">~&nbsp;&#036;${dollars}</div>`;
}

/** What a guard in front of the site shows instead of it: a page, whatever was asked for. */
export const blockPage = (): string =>
  '<!DOCTYPE html><html><head><title>Just a moment...</title></head><body><h1>Service is temporarily unavailable</h1></body></html>';

/** Texts leave the interface ready to be put into a page. */
export function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;').replace(/'/g, '&#39;');
}

function tonMarkup(nano: bigint): string {
  const [whole = '0', fraction] = decimalTon(nano).split('.');
  return fraction === undefined ? grouped(whole) : `${grouped(whole)}<span class="mini-frac">.${fraction}</span>`;
}

const grouped = (digits: string): string => digits.replace(/\B(?=(\d{3})+$)/g, ',');

const scriptJson = (value: object): string => JSON.stringify(value).replace(/\//g, '\\/');

const document = (title: string, body: string, facts: PageFacts): string =>
  `<!DOCTYPE html><html><head><title>${title}</title></head><body>${body}<script>${pageScript(facts)}</script></body></html>`;
