import { expect } from 'chai';
import { MemoryPaymentGateway } from '#adapters/outbound/memory/providers/memory-payment-gateway.js';
import { starOrder } from '#domain/orders/any-order.js';
import { BALANCE, OrderNotOpen } from '#domain/orders/order.js';
import { RecipientMissing } from '#domain/orders/star-order.js';
import type { InsufficientFunds } from '#domain/wallet/ledger.js';
import { OwnUsernameMissing } from '#use-cases/checkout/choose-recipient.js';
import { UnknownGateway } from '#use-cases/ports/providers/provider-error.js';
import { RetryLater } from '#use-cases/ports/providers/star-provider.js';
import { SupplyUnavailable } from '#use-cases/stars/star-supply.js';
import { aShop, aWorld, type TestShop } from '../../builders/shop/a-shop.js';
import { letTimePass, runJobs } from '../../builders/shop/run-jobs.js';
import { ton } from '../../builders/ton.js';
import { refusalOf } from '../refusal.js';
import { VERA, wallet, withBalance } from './a-buyer.js';

const STRANGER = 2002;

describe('an order is refused', () => {
  let shop: TestShop;

  beforeEach(async () => {
    shop = aShop();
    await withBalance(shop, '10');
  });

  const draft = async (method = BALANCE, stars = '100'): Promise<string> => (await shop.draftOrder.execute({ userId: VERA, stars, method })).id;
  const choose = (orderId: string, username?: string, userId = VERA) => shop.chooseRecipient.execute({ userId, orderId, username });
  const readyDraft = async (method = BALANCE): Promise<string> => (await choose(await draft(method), 'bobby')).id;
  const confirm = (orderId: string, method?: string, userId = VERA) => shop.confirmOrder.execute({ userId, orderId, method });
  const cancel = (orderId: string) => shop.cancelOrder.execute({ userId: VERA, orderId });
  const orderOf = (id: string) => shop.unitOfWork.run((tx) => tx.orders.get(id));
  const untouched = async (): Promise<void> => {
    expect(await wallet(shop)).to.deep.equal({ available: '10', held: '0' });
  };

  it('while nobody was chosen to receive the stars', async () => {
    expect(await refusalOf(confirm(await draft()))).to.be.instanceOf(RecipientMissing);
    await untouched();
  });

  it('through a gateway that does not collect the price in its currency', async () => {
    const rubles = new MemoryPaymentGateway({ id: 'heleket', currencies: ['RUB'] });
    shop = aShop({ world: { ...aWorld(), gateway: rubles } });
    await shop.welcomeCustomer.execute({ profile: { userId: VERA, username: 'vera', firstName: 'Вера' } });
    const id = await readyDraft('heleket');
    expect(await refusalOf(confirm(id))).to.be.instanceOf(UnknownGateway);
    expect((await orderOf(id)).state).to.equal('draft');
    expect(rubles.calls).to.not.include('create');
  });

  it('to a stranger in whatever state it is, without a word about it', async () => {
    const paid = await readyDraft();
    await confirm(paid);
    const open = await readyDraft('heleket');
    await confirm(open);
    for (const id of [paid, open, await readyDraft()]) expect((await refusalOf(confirm(id, undefined, STRANGER))).code).to.equal('orders.not-found');
  });

  it('when the stars ran out after it was drafted', async () => {
    const id = await readyDraft();
    shop.stars.walletBalance = ton('1');
    shop.clock.advance(31_000);
    expect(await refusalOf(confirm(id))).to.be.instanceOf(SupplyUnavailable);
    shop.stars.trouble = 'session-dead';
    shop.stars.walletBalance = ton('1000');
    shop.clock.advance(31_000);
    expect(await refusalOf(confirm(id))).to.be.instanceOf(SupplyUnavailable);
    expect((await orderOf(id)).state).to.equal('draft');
    await untouched();
  });

  it('when the balance does not cover it, with what is missing', async () => {
    const id = (await choose(await draft(BALANCE, '1000'), 'bobby')).id;
    const { details } = (await refusalOf(confirm(id))) as InsufficientFunds & { code: string };
    expect(details).to.deep.equal({ needed: '22.5', currency: 'TON', available: '10' });
  });

  it('once it was cancelled or has expired', async () => {
    const cancelled = await readyDraft();
    await cancel(cancelled);
    const expired = await readyDraft('heleket');
    const { payment } = await confirm(expired);
    shop.gateway.say(payment?.id ?? '', { state: 'expired', final: true });
    await letTimePass(shop, 3);
    for (const [id, state] of [[cancelled, 'cancelled'], [expired, 'expired']] as const) {
      const refusal = await refusalOf(confirm(id));
      expect([refusal instanceof OrderNotOpen, (refusal as OrderNotOpen & { code: string }).details.state]).to.deep.equal([true, state]);
    }
    await untouched();
  });

  it('to be cancelled once it is paid, and is delivered', async () => {
    const id = await readyDraft();
    await confirm(id);
    expect(await refusalOf(cancel(id))).to.be.instanceOf(OrderNotOpen);
    await runJobs(shop);
    expect(await refusalOf(cancel(id))).to.be.instanceOf(OrderNotOpen);
    expect((await orderOf(id)).state).to.equal('delivered');
  });

  it('nothing when it is cancelled twice', async () => {
    const id = await readyDraft();
    await cancel(id);
    expect((await cancel(id)).state).to.equal('cancelled');
  });

  it('for oneself without a username', async () => {
    await shop.welcomeCustomer.execute({ profile: { userId: STRANGER, firstName: 'Nameless' } });
    const { id } = await shop.draftOrder.execute({ userId: STRANGER, stars: '100', method: BALANCE });
    expect(await refusalOf(choose(id, undefined, STRANGER))).to.be.instanceOf(OwnUsernameMissing);
  });

  it('while nobody can say who the recipient is', async () => {
    const id = await draft();
    shop.stars.answer('bobby', { outcome: 'indeterminate' });
    expect(await refusalOf(choose(id, 'bobby'))).to.be.instanceOf(RetryLater);
    expect(starOrder(await orderOf(id)).recipient).to.equal(undefined);
  });

  it('an invoice at first, and has it when it is asked for again', async () => {
    const id = await readyDraft('heleket');
    shop.gateway.failNext('create');
    expect((await refusalOf(confirm(id))).code).to.equal('provider.unavailable');
    const { order, payment } = await confirm(id);
    expect([order.state, payment?.state, shop.gateway.invoices.size]).to.deep.equal(['awaiting_payment', 'invoiced', 1]);
  });

  it('no other way of paying before it is confirmed, and every other one after', async () => {
    const id = await readyDraft();
    const { order } = await confirm(id, 'heleket');
    expect([order.method, (await orderOf(id)).method, order.state]).to.deep.equal(['heleket', 'heleket', 'awaiting_payment']);
    const again = await confirm(id, BALANCE);
    expect([again.order.method, again.payment?.gateway]).to.deep.equal(['heleket', 'heleket']);
    await untouched();
  });
});
