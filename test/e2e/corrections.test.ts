import { expect } from 'chai';
import { AcceptDiscrepancyCommand } from '#adapters/inbound/cli/books/accept-discrepancy-command.js';
import type { CliCommand } from '#adapters/inbound/cli/cli-command.js';
import { ReconcileCommand } from '#adapters/inbound/cli/books/reconcile-command.js';
import { RefundCommand } from '#adapters/inbound/cli/refunds/refund-command.js';
import { RefundDecisionCommand } from '#adapters/inbound/cli/refunds/refund-decision-command.js';
import type { CallSeam } from '#adapters/outbound/kit/call-seam.js';
import { HttpFailure } from '#adapters/outbound/kit/http-failure.js';
import { TOKENS as T } from '#composition/tokens.js';
import type { RefundDecision } from '#use-cases/refunds/decide-refund.js';
import { OpenShop } from './support/open-shop.js';
import { invoiceOf } from './support/outside.js';
import type { Person } from './support/person.js';
import { until } from './support/until.js';

const WALLET = 'UQBvW8Z5huBkMJYdnfAEM5JqTNkuWX3diqYENkWsIL0XglxD';
const HOUR_MS = 60 * 60_000;

interface Printed {
  readonly code: number;
  readonly text: string;
}

describe('what is put right behind the counter', () => {
  let shop: OpenShop;
  let people = 5000;
  let loseRefundAnswers = false;
  /** The refund is carried out, and its answer never comes. */
  const seam: CallSeam = {
    around: async ({ step }, work) => {
      const result = await work();
      if (step === 'refund' && loseRefundAnswers) throw new HttpFailure('unknown', 'heleket', 'no answer in time');
      return result;
    },
  };

  before(async function () {
    this.timeout(60_000);
    shop = await OpenShop.open({ edge: { seam } });
  });
  after(() => shop.stop());
  afterEach(async () => {
    loseRefundAnswers = false;
    await shop.outside.calm();
    expect(await shop.brokenRules()).to.deep.equal([]);
  });

  const container = () => shop.service.shop().container;
  async function print(command: CliCommand, ...args: string[]): Promise<Printed> {
    const lines: string[] = [];
    const code = await command.run(args, { write: (line) => void lines.push(line), readInput: () => Promise.resolve('') });
    return { code, text: lines.join('\n') };
  }
  const refund = (...args: string[]) => print(new RefundCommand(container().get(T.requestRefund), container().get(T.refundProgress)), ...args);
  const decide = (decision: RefundDecision, id: string) =>
    print(new RefundDecisionCommand(decision, container().get(T.decideRefund), container().get(T.refundProgress)), id);
  const reconcile = (...args: string[]) => print(new ReconcileCommand(container().get(T.reconcile)), ...args);
  const idIn = ({ text }: Printed): string => /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(text)?.[0] ?? '';

  /** A new person whose top-up of 10 TON was paid and credited, with the invoice and our payment. */
  async function toppedUp(): Promise<{ readonly vera: Person; readonly invoice: string; readonly paymentId: string }> {
    const vera = shop.hurriedPerson((people += 1));
    await vera.say('/start');
    await vera.walks('balance', 'recharge', 'recharge_heleket');
    const invoice = invoiceOf(await vera.taps('recharge_heleket_10', /invoice is ready/));
    const { orderId: paymentId } = await shop.outside.pay(invoice);
    await vera.sees(/10 TON added/);
    return { vera, invoice, paymentId };
  }
  const statusOf = async (invoice: string) => (await shop.outside.world()).heleket.invoices.find(({ uuid }) => uuid === invoice)?.status;
  const moneyOf = async ({ id }: Person): Promise<readonly string[]> => {
    const { available, held } = await shop.wallet(id);
    return [available.toDecimal(), held.toDecimal()];
  };

  describe('an operator gives a payment back', () => {
    it('and the buyer hears of it from the hold to the end', async () => {
      const { vera, invoice, paymentId } = await toppedUp();
      const { code, text } = await refund(paymentId, WALLET, '--reason', 'paid by mistake');
      expect(text).to.match(/ sent +10 TON +0 TON +UQB\S+ +paid by mistake/);
      expect(code).to.equal(0);
      expect(await moneyOf(vera)).to.deep.equal(['0', '10']);
      await vera.sees(/10 TON is on its way back/);
      await vera.sees(/10 TON was returned to you/);
      expect(await moneyOf(vera)).to.deep.equal(['0', '0']);
      expect(await statusOf(invoice)).to.equal('refund_paid');
      expect((await refund(paymentId, WALLET)).text).to.match(/Not refunded: this payment has a refund already|Not refunded: a payment that is refunded/);
    });

    it('and of one whose answer was lost finds out by looking, without sending it again', async () => {
      const { vera, invoice, paymentId } = await toppedUp();
      loseRefundAnswers = true;
      const asked = await refund(paymentId, WALLET);
      // The worker may have looked before the command could say so.
      expect(asked.text).to.match(/ unknown +10 TON[\s\S]*not sent again| done +10 TON/);
      await until(async () => ((await moneyOf(vera))[1] === '0' ? true : undefined), () => 'the refund did not come to its end', { meanwhile: () => shop.clock.advance(5_000) });
      expect(await statusOf(invoice)).to.equal('refund_paid');
      expect((await decide('resend', idIn(asked))).text).to.match(/Nothing was changed: this refund waits for no such decision/);
    });

    it('but not of what was spent, unless the shop bears it in a second step', async () => {
      const { vera, paymentId } = await toppedUp();
      await vera.asks('/start', /Hi/);
      await vera.walks('buy_stars', 'buy_stars_with_balance', 'buy_100_balance', 'order_self', 'order_pay_');
      await vera.sees(/Stars delivered/);
      const before = await moneyOf(vera);
      expect((await refund(paymentId, WALLET)).text).to.match(/Not refunded: the money was spent\.\nIt would cost the shop \d\.\d+ TON\./);
      const proposed = await refund(paymentId, WALLET, '--force');
      expect(proposed.text).to.match(/ proposed +10 TON/);
      expect(await moneyOf(vera)).to.deep.equal(before);
      expect((await decide('approve', idIn(proposed))).text).to.match(/ sent +10 TON/);
      await vera.sees(/10 TON was returned to you/);
      expect(await moneyOf(vera)).to.deep.equal(['0', '0']);
    });

    it('and is told what is wrong with the command', async () => {
      expect((await refund('x')).text).to.match(/^refund <payment id>/);
      expect((await refund('x', WALLET, '--now')).text).to.match(/^refund <payment id>/);
      expect((await refund('00000000-0000-4000-8000-000000000000', WALLET)).text).to.match(/no such payment/);
      expect((await refund((await toppedUp()).paymentId, 'UQ-nowhere')).text).to.match(/no wallet the gateway could send to/);
      expect(await decide('approve', 'x')).to.deep.equal({ code: 1, text: 'Nothing was changed: no such refund.' });
    });
  });

  describe('the books are compared with the outside', () => {
    it('and agree after all that', async () => {
      shop.clock.advance(HOUR_MS);
      const { code, text } = await reconcile();
      expect(text).to.match(/^heleket invoices +\d+$/m).and.match(/^wallet movements +1$/m).and.contain('0 open');
      expect(code).to.equal(0);
    });

    it('and a difference is shown until a person accepts it', async () => {
      const { invoice, paymentId } = await toppedUp();
      await shop.outside.arm('heleket', 'silent');
      await shop.outside.decide(invoice, 'refund_paid');
      await shop.outside.calm();
      shop.clock.advance(HOUR_MS);
      const found = await reconcile('--days', '1');
      expect(found.text).to.match(new RegExp(`^${idIn(found)} +refunded-there-only +heleket +${paymentId}`, 'm'));
      expect(found.code).to.equal(1);
      const accept = new AcceptDiscrepancyCommand(container().get(T.acceptDiscrepancy));
      expect((await print(accept, idIn(found), 'known')).code).to.equal(0);
      expect((await print(accept, idIn(found))).text).to.match(/Nothing was changed/);
      expect((await reconcile('--days', '1')).code).to.equal(0);
    });

    it('and a side that does not answer is named', async () => {
      await shop.outside.arm('heleket', 'failing');
      const { code, text } = await reconcile();
      expect(text).to.match(/^Not compared: heleket/m);
      expect(code).to.equal(1);
      expect((await reconcile('--days', '0')).text).to.match(/^reconcile \[--days/);
    });
  });

  describe('a gateway that keeps failing', () => {
    const circuit = async (): Promise<unknown> => {
      const detailed = (await (await fetch(`${shop.origin}/health/detailed`)).json()) as { circuits: Readonly<Record<string, unknown>> };
      return detailed.circuits['heleket'];
    };
    const figure = async (): Promise<string | undefined> => /^polaris_circuit_state\{system="heleket"\} (\d)$/m.exec(await (await fetch(`${shop.origin}/metrics`)).text())?.[1];

    it('is left alone for a while, and everybody can see it', async () => {
      const vera = shop.hurriedPerson((people += 1));
      await vera.say('/start');
      await shop.outside.arm('heleket', 'failing');
      await vera.walks('balance', 'recharge', 'recharge_heleket');
      await vera.taps('recharge_heleket_10', /payment service didn't answer.*Nothing was charged/s);
      const open = async () => ((await circuit()) === 'open' && (await figure()) === '2' ? true : undefined);
      await until(open, () => 'the circuit did not open');
      await vera.taps('recharge_heleket_10', /payment service is unavailable.*Nothing was charged/s);
      await shop.outside.calm();
      const closed = async () => ((await circuit()) === 'closed' && (await figure()) === '0' ? true : undefined);
      await until(closed, () => 'the circuit did not close');
      await vera.taps('recharge_heleket_10', /invoice is ready/);
    });
  });
});
