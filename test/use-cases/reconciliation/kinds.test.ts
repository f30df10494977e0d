import { expect } from 'chai';
import { Payment } from '#domain/payments/payment.js';
import { topUp } from '#domain/wallet/ledger.js';
import { ton } from '../../builders/ton.js';
import { VERA } from '../checkout/a-buyer.js';
import { aPurchase } from '../refunds/a-refund.js';
import { Comparison } from './a-reconciliation.js';
import { INVOICE_TEXT } from '../../contracts/payments/gateway-world.js';

describe('a comparison of the books', () => {
  let books: Comparison;
  let paymentId: string;
  beforeEach(async () => {
    books = new Comparison();
    paymentId = await books.toppedUp();
  });

  const state = () => books.shop.memory.committed;
  const invoiceOf = (id: string): string => books.shop.gateway.invoices.get(id)?.invoiceId ?? '';

  it('of a shop in which all went well finds nothing', async () => {
    await books.delivered();
    await books.invoiced();
    const report = await books.run();
    expect([report.found, report.open, report.failed]).to.deep.equal([0, [], []]);
    expect(report.compared).to.deep.equal({ 'heleket invoices': 2, 'heleket payments': 2, 'wallet movements': 1, 'wallet attempts': 1, orders: 1 });
  });

  describe('with the gateway finds', () => {
    it('a payment that was never credited', async () => {
      const lost = await books.invoiced();
      books.shop.gateway.pay(lost, ton('10'));
      expect(await books.found()).to.deep.equal([`credit-lost ${lost}`]);
    });

    it('a payment whose invoice never reached us and was paid all the same', async () => {
      const lost = await books.invoiced();
      books.shop.gateway.pay(lost, ton('10'));
      const payment = state().payments.find(lost);
      if (!payment) throw new Error('no payment');
      const { id, userId, gateway, amount, createdAt } = payment;
      state().payments.put(lost, Payment.open({ id, userId, gateway, amount, now: createdAt }));
      expect(await books.found()).to.deep.equal([`credit-lost ${lost}`]);
    });

    it('a payment that we had given up', async () => {
      const late = await books.invoiced();
      books.shop.gateway.say(late, { state: 'expired', final: true });
      await books.shop.settlePayment.execute({ paymentId: late });
      books.shop.gateway.pay(late, ton('10'));
      expect(await books.found()).to.deep.equal([`paid-after-expiry ${late}`]);
    });

    it('a credit the gateway has no money for', async () => {
      books.shop.gateway.say(paymentId, { state: 'expired', final: true, received: undefined });
      expect(await books.found()).to.deep.equal([`credit-without-payment ${paymentId}`]);
    });

    it('a credit for an invoice the gateway does not even know', async () => {
      books.shop.gateway.invoices.delete(paymentId);
      expect(await books.found()).to.deep.equal([`credit-without-payment ${paymentId}`]);
    });

    it('another amount than was credited', async () => {
      books.shop.gateway.say(paymentId, { received: ton('10.000000001') });
      expect(await books.found()).to.deep.equal([`amount-differs ${paymentId}`]);
    });

    it('a charge that was credited twice', async () => {
      const chargeId = invoiceOf(paymentId);
      await books.shop.unitOfWork.run((tx) => tx.ledger.post(topUp({ gateway: 'heleket', chargeId, userId: VERA, amount: ton('10'), total: ton('20') })));
      expect(await books.found()).to.deep.equal([`credit-doubled ${paymentId}`]);
    });

    it('a paid invoice nobody here knows, and leaves alone one nobody paid', async () => {
      for (const stranger of ['paid', 'unpaid']) {
        const expiresAt = new Date(books.shop.clock.now().getTime() + 3_600_000);
        await books.shop.gateway.create({ paymentId: stranger, amount: ton('3'), userId: VERA, expiresAt, ...INVOICE_TEXT });
      }
      books.shop.gateway.pay('paid', ton('3'));
      expect(await books.found()).to.deep.equal([`unknown-invoice ${invoiceOf('paid')}`]);
    });

    it('a payment that went back to its payer and still counts here', async () => {
      books.shop.gateway.say(paymentId, { state: 'refunded' });
      expect(await books.found()).to.deep.equal([`refunded-there-only ${paymentId}`]);
    });
  });

  describe('with the chain finds', () => {
    it('another fee than was booked', async () => {
      const { attemptId } = await books.delivered();
      books.wallet.movements.push(...books.wallet.movements.splice(0).map((movement) => ({ ...movement, fee: ton('0.006') })));
      expect(await books.found()).to.deep.equal([`fee-differs ${attemptId}`]);
    });

    it('another amount than the attempt was to cost', async () => {
      const { attemptId } = await books.delivered();
      books.wallet.movements.push(...books.wallet.movements.splice(0).map((movement) => ({ ...movement, paid: ton('9') })));
      expect(await books.found()).to.deep.equal([`amount-differs ${attemptId}`]);
    });

    it('a payment no attempt stands for, and leaves alone a message that only burnt its fee', async () => {
      const at = books.shop.clock.now();
      books.wallet.movements.push({ reference: 'foreign', evidence: 'tx-1', at, paid: ton('5'), fee: ton('0.005') });
      books.wallet.movements.push({ reference: 'burnt', evidence: 'tx-2', at, paid: ton('0'), fee: ton('0.005') });
      expect(await books.found()).to.deep.equal(['chain-payment-unbooked foreign']);
    });

    it('a payment by an attempt that counts as void', async () => {
      const { attemptId } = await books.delivered();
      const row = state().attempts.find(attemptId);
      if (row) state().attempts.put(attemptId, { ...row, state: 'void' });
      expect(await books.found()).to.deep.equal([`chain-payment-unbooked signed:${attemptId}`]);
    });

    it('an attempt that counts as paid and is nowhere on the chain', async () => {
      const { attemptId } = await books.delivered();
      books.wallet.movements.splice(0);
      expect(await books.found()).to.deep.equal([`attempt-paid-unseen ${attemptId}`]);
    });
  });

  describe('of our own rows finds', () => {
    it('an order that has been waiting for its stars too long', async () => {
      const { orderId } = await aPurchase(books.shop);
      expect(await books.found()).to.deep.equal([]);
      expect(await books.found()).to.deep.equal([]);
      expect(await books.found()).to.deep.equal([`delivery-overdue ${orderId}`]);
    });

    it('a delivered order whose price was never earned', async () => {
      const { orderId } = await books.delivered();
      state().transfers.remove(`capture:${orderId}`);
      expect(await books.found()).to.deep.equal([`hold-left ${orderId}`]);
    });

    it('a failed order whose price was never given back', async () => {
      const { orderId } = await aPurchase(books.shop);
      const order = state().orders.find(orderId);
      if (order) state().orders.put(orderId, order.moved('failed', 'supply-unavailable'));
      expect(await books.found()).to.deep.equal([`hold-left ${orderId}`]);
    });
  });
});
