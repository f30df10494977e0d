import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { CallSeam } from '#adapters/outbound/kit/call-seam.js';
import { HttpClient } from '#adapters/outbound/kit/http-client.js';
import { StarsGateway } from '#adapters/outbound/payments/stars/gateway.js';
import { TelegramStarLedger } from '#adapters/outbound/payments/stars/ledger.js';
import type { StarCharge } from '#domain/payments/star-charge.js';
import type { StarChargeBook } from '#use-cases/ports/providers/star-charge-book.js';
import { ProviderError } from '#use-cases/ports/providers/provider-error.js';
import { CUSTOMER_ID } from '../../../builders/a-customer.js';
import { nextId } from '../../../builders/next-id.js';
import { minutesAfter, NOW } from '../../../builders/now.js';
import { failureOf, INVOICE_TEXT } from '../gateway-world.js';
import { stars } from './stars-world.js';

const BODIES = JSON.parse(readFileSync(new URL('./recorded.json', import.meta.url), 'utf8')) as Readonly<Record<string, { readonly error_code?: number }>>;
const TOKEN = '4200000000:token-of-a-shop-that-is-no-shop';
const CONFIG = { token: TOKEN, apiRoot: 'https://api.telegram.example' };

/** A line on which Telegram says what it once said, one answer a call. */
class Recording implements CallSeam {
  constructor(private readonly names: string[]) {}

  around<Result>(): Promise<Result> {
    const body = BODIES[this.names.shift() ?? ''];
    const text = typeof body === 'object' ? JSON.stringify(body) : '<html>Bad Gateway</html>';
    return Promise.resolve({ status: body ? (body.error_code ?? 200) : 502, headers: new Headers(), text } as Result);
  }
}

class Book implements StarChargeBook {
  readonly returned: string[] = [];

  constructor(private readonly charges: readonly StarCharge[] = []) {}

  find = (paymentId: string) => Promise.resolve({ paymentId, asked: stars(100), createdAt: NOW, charges: this.charges });
  openedSince = () => Promise.resolve([]);
  unclaimedSince = () => Promise.resolve([]);
  collect = () => Promise.resolve();
  refunded = async (charges: readonly StarCharge[]): Promise<void> => void this.returned.push(...charges.map(({ id }) => id));
}

const aCharge = (id: string, amount = 100): StarCharge => ({ id, payload: 'p', paymentId: nextId(), payer: CUSTOMER_ID, amount: stars(amount), at: NOW, refundedAt: undefined });

describe('what Telegram says about Stars', () => {
  const http = (...names: string[]) => new HttpClient(new Recording(names), { retries: 0 });
  const gateway = (book: Book, ...names: string[]) => new StarsGateway(CONFIG, { http: http(...names), clock: { now: () => NOW } }, book);
  const create = (name: string) =>
    gateway(new Book(), name).create({ paymentId: nextId(), amount: stars(100), userId: CUSTOMER_ID, expiresAt: minutesAfter(30), ...INVOICE_TEXT });
  const refund = (book: Book, amount: number, ...names: string[]) =>
    gateway(book, ...names).refund({ refundId: nextId(), reference: { paymentId: nextId() }, amount: stars(amount), destination: '' });

  it('a link is where the payer pays', async () => {
    expect((await create('link')).url).to.equal('https://t.me/$YWJjZGVmZ2hpamts');
  });

  it('a list is read for payments of invoices and their way back, and for nothing else', async () => {
    const page = await new TelegramStarLedger(CONFIG, http('transactions')).page(0);
    expect([page.length, page.isLast]).to.deep.equal([7, true]);
    expect(page.transactions.map(({ id, direction, payer, payload, amount, at }) => [id, direction, payer, payload, amount.toString(), at.getTime()])).to.deep.equal(
      [['in', 1_768_478_400_000], ['out', 1_768_479_000_000]].map(([direction, at]) => ['stxKq0c2Pp9bq7eMZdKJv9X0', direction, 9_007_199_254_740_991, '0b1c3a52-7a39-4a9e-8f0d-6a2f6f1f9b01', '250 XTR', at]),
    );
  });

  it('a payment in the list that cannot be read is not passed over', async () => {
    expect(await failureOf(new TelegramStarLedger(CONFIG, http('unreadable')).page(0))).to.include({ failure: 'unavailable' });
  });

  for (const [name, failure] of [['tooMuch', 'rejected'], ['unauthorized', 'unauthorized'], ['noSuchBot', 'unauthorized'], ['tooFast', 'rate_limited'], ['nothing', 'unknown_outcome'], ['balance', 'unknown_outcome']] as const) {
    it(`"${name}" instead of a link is ${failure}`, async () => {
      expect(await failureOf(create(name))).to.be.instanceOf(ProviderError).and.include({ failure });
    });
  }

  it('it says itself how long to wait', async () => {
    expect(await failureOf(create('tooFast'))).to.include({ retryAfterMs: 7_000 });
  });

  it('no failure carries the token', async () => {
    for (const name of ['unauthorized', 'nothing']) expect(JSON.stringify([await failureOf(create(name)), String(await failureOf(create(name)))])).not.to.include('token-of-a-shop');
  });

  it('a charge that is back already is given back', async () => {
    const book = new Book([aCharge('one')]);
    expect(await refund(book, 100, 'alreadyRefunded')).to.deep.equal({ state: 'done' });
    expect(book.returned).to.deep.equal(['one']);
  });

  it('every charge of a payment goes back, and one that fails after another leaves the outcome open', async () => {
    const all = new Book([aCharge('one'), aCharge('two')]);
    expect(await refund(all, 200, 'done', 'done')).to.deep.equal({ state: 'done' });
    expect(all.returned).to.deep.equal(['one', 'two']);
    const half = new Book([aCharge('one'), aCharge('two')]);
    expect(await failureOf(refund(half, 200, 'done', 'noSuchCharge'))).to.include({ failure: 'unknown_outcome' });
    expect(half.returned).to.deep.equal(['one']);
    const rest = new Book([{ ...aCharge('one'), refundedAt: NOW }, aCharge('two')]);
    expect(await refund(rest, 200, 'done')).to.deep.equal({ state: 'done' });
    expect(rest.returned).to.deep.equal(['two']);
  });

  it('a charge it does not know, another amount or no answer gives nothing back', async () => {
    const book = new Book([aCharge('one')]);
    expect(await failureOf(refund(book, 100, 'noSuchCharge'))).to.include({ failure: 'not_found' });
    expect(await failureOf(refund(book, 99, 'done'))).to.include({ failure: 'rejected' });
    expect(await failureOf(refund(book, 100, 'nothing'))).to.include({ failure: 'unknown_outcome' });
    expect(book.returned).to.deep.equal([]);
  });

  it('its balance is the shop\'s health, and its silence is none', async () => {
    expect(await gateway(new Book(), 'balance').ping()).to.deep.equal({ ok: true, detail: 'answers', balances: [{ amount: '4200', currency: 'XTR' }] });
    expect(await gateway(new Book(), 'nothing').ping()).to.include({ ok: false });
  });
});
