import { expect } from 'chai';
import { HttpClient, type HttpClientOptions } from '#adapters/outbound/kit/http-client.js';
import { HttpFailure } from '#adapters/outbound/kit/http-failure.js';
import { CryptobotApi } from '#adapters/outbound/payments/cryptobot/api.js';
import { TransferRefunds } from '#adapters/outbound/payments/cryptobot/transfer-refunds.js';
import { writePayload } from '#adapters/outbound/payments/cryptobot/payload.js';
import { type WireInvoice, invoiceSchema } from '#adapters/outbound/payments/cryptobot/wire.js';
import { ton } from '../../../builders/ton.js';
import { TOKEN } from '../../../contracts/payments/cryptobot/cryptobot-world.js';
import { failureOf } from '../../../contracts/payments/gateway-world.js';

const REQUEST = { refundId: 'r-1', reference: { invoiceId: '777' }, amount: ton('10'), destination: '' };
const MADE = { spend_id: 'r-1', user_id: 1001, asset: 'TON', amount: '10', comment: 'Refund our-payment' };

function invoice(changes: Partial<WireInvoice> = {}): WireInvoice {
  return invoiceSchema.parse({ invoice_id: '777', currency_type: 'crypto', asset: 'TON', amount: '10', status: 'paid', payload: writePayload('our-payment', 1001), ...changes });
}

/** Refunds before a provider that answers each call as the script says, and then as it did last. */
function refundsThatHear(...answers: readonly unknown[]) {
  return refundsOver({ retries: 0 }, answers);
}

function refundsOver(options: HttpClientOptions, answers: readonly unknown[]) {
  const script = answers.map((answer) => (answer instanceof Error ? answer : JSON.stringify({ ok: true, result: answer })));
  const steps: string[] = [];
  const around = <Result>({ step }: { readonly step: string }): Promise<Result> => {
    steps.push(step);
    const next = script.length > 1 ? script.shift() : script[0];
    if (next instanceof Error) return Promise.reject(next);
    return Promise.resolve({ status: 200, text: next, headers: new Headers() } as Result);
  };
  const config = { token: TOKEN, baseUrl: 'https://api.example', testnet: false, assets: undefined, transfers: true };
  return { refunds: new TransferRefunds(new CryptobotApi(new HttpClient({ around }, options), config)), steps };
}

describe('A transfer through Crypto Pay', () => {
  for (const [what, difference] of [
    ['somebody else', { user_id: 1002 }],
    ['less', { amount: '9' }],
    ['an amount that nobody can read', { amount: 'all' }],
    ['another coin', { asset: 'USDT' }],
  ] as const) {
    it(`that is answered with ${what} is an unknown outcome, not a refund`, async () => {
      const { refunds, steps } = refundsThatHear([], { ...MADE, ...difference }, []);
      expect(await failureOf(refunds.send(invoice(), REQUEST))).to.include({ failure: 'unknown_outcome' });
      expect(steps).to.deep.equal(['transfers', 'transfer', 'transfers']);
    });
  }

  it('that was answered in full needs no second look', async () => {
    const { refunds, steps } = refundsThatHear([], { ...MADE, amount: '10.00', user_id: '1001' });
    expect(await refunds.send(invoice(), REQUEST)).to.deep.equal({ state: 'done' });
    expect(steps).to.deep.equal(['transfers', 'transfer']);
  });

  it('that could not even be sent may be sent again', async () => {
    const { refunds, steps } = refundsThatHear([], new HttpFailure('not-sent', 'cryptobot', 'refused'));
    expect(await failureOf(refunds.send(invoice(), REQUEST))).to.include({ failure: 'unavailable' });
    expect(steps).to.deep.equal(['transfers', 'transfer']);
  });

  it('may be sent again at once, for it has a key', async () => {
    const { refunds, steps } = refundsOver({ retries: 1, pauseMs: 1 }, [[], new HttpFailure('unknown', 'cryptobot', 'no answer'), MADE]);
    expect(await refunds.send(invoice(), REQUEST)).to.deep.equal({ state: 'done' });
    expect(steps).to.deep.equal(['transfers', 'transfer', 'transfer']);
  });

  it('under another key is not taken for this one, whatever the list was asked for', async () => {
    const { refunds } = refundsThatHear([], new HttpFailure('unknown', 'cryptobot', 'no answer'), [{ ...MADE, spend_id: 'r-0' }]);
    expect(await failureOf(refunds.send(invoice(), REQUEST))).to.include({ failure: 'unknown_outcome' });
  });

  it('is not begun for a fiat invoice that does not say what it was paid in', async () => {
    const { refunds, steps } = refundsThatHear();
    const fiat = invoice({ currency_type: 'fiat', fiat: 'RUB', paid_asset: 'TON' });
    expect(await failureOf(refunds.send(fiat, REQUEST))).to.include({ failure: 'rejected' });
    expect(await refunds.hasReturned(fiat)).to.equal(false);
    expect(steps).to.deep.equal([]);
  });

  it('is looked for on every page', async () => {
    const page = Array.from({ length: 1000 }, () => ({ ...MADE, comment: 'a gift' }));
    expect(await refundsThatHear(page, [MADE]).refunds.hasReturned(invoice())).to.equal(true);
    expect(await refundsThatHear(page, []).refunds.hasReturned(invoice())).to.equal(false);
    expect(await failureOf(refundsThatHear(page).refunds.hasReturned(invoice()))).to.include({ failure: 'unavailable' });
  });
});
