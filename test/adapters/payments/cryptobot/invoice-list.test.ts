import { expect } from 'chai';
import type { OutboundCall } from '#adapters/outbound/kit/call-seam.js';
import { HttpClient } from '#adapters/outbound/kit/http-client.js';
import { CryptobotApi } from '#adapters/outbound/payments/cryptobot/api.js';
import { InvoiceList } from '#adapters/outbound/payments/cryptobot/invoice-list.js';
import { writePayload } from '#adapters/outbound/payments/cryptobot/payload.js';
import { minutesAfter, NOW } from '../../../builders/now.js';
import { TOKEN } from '../../../contracts/payments/cryptobot/cryptobot-world.js';
import { failureOf } from '../../../contracts/payments/gateway-world.js';

const OURS = 'our-payment';
const LONG_AGO = minutesAfter(-600);

interface Listed {
  readonly invoice_id: number;
  readonly payload: string;
  readonly created_at: string;
}

const invoice = (id: number, made: Date, payload = 'other'): Listed => ({ invoice_id: id, payload, created_at: made.toISOString() });
const ours = (id: number, made: Date) => invoice(id, made, writePayload(OURS, 1001));
const rising = (from: number, count: number, made: Date) => Array.from({ length: count }, (_, index) => invoice(from + index, made));
const falling = (from: number, count: number, made: Date) => rising(from, count, made).reverse();

/** The app's list before a provider that sends these pages, the last one again and again. */
function listOf(...pages: readonly Listed[][]) {
  const calls: OutboundCall[] = [];
  const around = <Result>(call: OutboundCall): Promise<Result> => {
    const items = pages[Math.min(calls.length, pages.length - 1)] ?? [];
    calls.push(call);
    const result = items.map((item) => ({ currency_type: 'crypto', asset: 'TON', amount: '10', status: 'active', ...item }));
    return Promise.resolve({ status: 200, text: JSON.stringify({ ok: true, result }), headers: new Headers() } as Result);
  };
  const config = { token: TOKEN, baseUrl: 'https://api.example', testnet: false, assets: undefined, transfers: false };
  return { list: new InvoiceList(new CryptobotApi(new HttpClient({ around }), config)), calls };
}

describe("Crypto Pay's list of invoices", () => {
  it('is read no further than to what is older than the payment, where it runs from new to old', async () => {
    const { list, calls } = listOf(falling(201, 100, NOW), falling(101, 100, LONG_AGO), [ours(1, LONG_AGO)]);
    expect(await list.ofPayment(OURS, NOW)).to.equal(undefined);
    expect(calls).to.have.lengthOf(2);
  });

  it('is read to the end where it runs from old to new, for its order is not documented', async () => {
    const { list } = listOf(rising(1, 100, LONG_AGO), [ours(101, NOW)]);
    expect((await list.ofPayment(OURS, NOW))?.invoice_id).to.equal('101');
  });

  it('is read to the end where it has no order', async () => {
    const { list } = listOf([...falling(2, 99, NOW), invoice(500, LONG_AGO)], [ours(101, NOW)]);
    expect((await list.ofPayment(OURS, NOW))?.invoice_id).to.equal('101');
  });

  it('forgives clocks that are an hour apart', async () => {
    const { list } = listOf(falling(201, 100, minutesAfter(-59)), [ours(101, minutesAfter(-59))]);
    expect((await list.ofPayment(OURS, NOW))?.invoice_id).to.equal('101');
  });

  it('is read no further than around the invoice that was found, when nobody knows how old the payment is', async () => {
    const { list, calls } = listOf([ours(3000, NOW), ...falling(2001, 999, NOW)], falling(1001, 1000, LONG_AGO), falling(1, 1000, LONG_AGO));
    expect((await list.ofPayment(OURS))?.invoice_id).to.equal('3000');
    expect(calls).to.have.lengthOf(2);
  });

  it('that has no end is no answer: nothing is made on the strength of it', async () => {
    const { list } = listOf(rising(1, 100, NOW));
    expect(await failureOf(list.ofPayment(OURS, NOW))).to.include({ failure: 'unavailable' });
  });
});
