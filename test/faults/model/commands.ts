import fc from 'fast-check';
import { BALANCE } from '#domain/orders/order.js';
import { ProviderError } from '#use-cases/ports/providers/provider-error.js';
import { RetryLater } from '#use-cases/ports/providers/star-provider.js';
import { ton } from '../../builders/ton.js';
import { WALLET } from '../../use-cases/refunds/a-refund.js';
import { CUT_MODES } from '../sweep/cut-line.js';
import { type Model, nth, payIn, PEOPLE } from './model.js';
import type { ShopInTrouble } from './shop-in-trouble.js';

type Act = (shop: ShopInTrouble, model: Model) => Promise<unknown>;

/** Something that somebody does, or that happens. */
class Command implements fc.AsyncCommand<Model, ShopInTrouble> {
  constructor(
    private readonly name: string,
    private readonly act: Act,
  ) {}

  check(): boolean {
    return true;
  }

  run(model: Model, shop: ShopInTrouble): Promise<void> {
    return shop.attempt(() => this.act(shop, model));
  }

  toString(): string {
    return this.name;
  }
}

const some = fc.nat(999);
const person = fc.constantFrom(...PEOPLE);
const command = <Values extends unknown[]>(name: string, values: { [Index in keyof Values]: fc.Arbitrary<Values[Index]> }, act: (...values: Values) => Act) =>
  fc.tuple<Values>(...values).map((drawn) => new Command(`${name}(${drawn.map((value) => JSON.stringify(value)).join(', ')})`, act(...drawn)));

const payments = (shop: ShopInTrouble): Iterable<string> => shop.world.gateway.invoices.keys();

const topUp = command('top up', [person, fc.constantFrom('10', '25.5', '100'), some], ({ userId }, amount, which) => (shop) =>
  shop.door(which).startTopUp.execute({ userId, gateway: 'heleket', amount }),
);

const pay = command('pay', [some, fc.constantFrom('0.1', '1', '2.1375', '5', '10', '90'), fc.boolean()], (which, amount, final) => async (shop, model) => {
  const paymentId = nth(payments(shop), which);
  if (paymentId !== undefined) payIn(shop, model, paymentId, amount, final);
});

const payPrice = command('pay the price of', [some], (which) => async (shop, model) => {
  const paymentId = nth(payments(shop), which);
  const due = paymentId === undefined ? undefined : shop.world.gateway.invoices.get(paymentId)?.requested;
  if (paymentId !== undefined && due) payIn(shop, model, paymentId, due.toDecimal(), true);
});

const expire = command('expire', [some], (which) => async (shop) => {
  const paymentId = nth(payments(shop), which);
  const isUnpaid = paymentId !== undefined && shop.world.gateway.invoices.get(paymentId)?.state === 'awaiting';
  if (isUnpaid) shop.world.gateway.say(paymentId, { state: 'expired', final: true });
});

const takeBack = command('take back', [some], (which) => async (shop) => {
  const paymentId = nth(payments(shop), which);
  const isPaid = paymentId !== undefined && ['paid', 'underpaid'].includes(shop.world.gateway.invoices.get(paymentId)?.state ?? '');
  if (isPaid) shop.world.gateway.say(paymentId, { state: 'refunded', final: true });
});

const webhook = command('webhook of', [some, some], (which, process) => async (shop, model) => {
  const paymentId = nth(payments(shop), which);
  if (paymentId === undefined) return;
  const request = shop.world.gateway.webhook(paymentId);
  model.heard.push({ paymentId, request });
  await shop.door(process).receiveWebhook.execute({ gateway: 'heleket', request });
});

const webhookAgain = command('an old webhook, twice at once', [some], (which) => async (shop, model) => {
  const old = nth(model.heard, which);
  if (old) await Promise.all([0, 1].map((process) => shop.door(process).receiveWebhook.execute({ gateway: 'heleket', request: old.request })));
});

const forgery = command('forged webhook of', [some], (which) => async (shop) => {
  const request = shop.world.gateway.webhook(nth(payments(shop), which) ?? 'nobody', 'forged');
  const receipt = await shop.door(which).receiveWebhook.execute({ gateway: 'heleket', request });
  if (receipt.accepted) throw new Error('a forged webhook was accepted');
});

const draft = command('want stars', [person, fc.constantFrom('50', '100', '700'), fc.constantFrom(BALANCE, 'heleket'), some], ({ userId }, stars, method, which) => async (shop, model) => {
  const order = await shop.door(which).draftOrder.execute({ userId, stars, method });
  model.shown.set(order.id, order.price.minor);
  await shop.door(which).chooseRecipient.execute({ userId, orderId: order.id, username: 'bobby' });
});

const ownerOf = async (shop: ShopInTrouble, orderId: string): Promise<number> => (await shop.books.run((tx) => tx.orders.find(orderId)))?.userId ?? 0;

const confirm = command('confirm', [some, fc.constantFrom(BALANCE, 'heleket', undefined), fc.integer({ min: 1, max: 3 })], (which, method, times) => async (shop, model) => {
  const orderId = nth(model.shown.keys(), which);
  if (orderId === undefined) return;
  const userId = await ownerOf(shop, orderId);
  const taps = await Promise.allSettled(Array.from({ length: times }, (_, process) => shop.door(process).confirmOrder.execute({ userId, orderId, method })));
  const refused = taps.find((tap) => tap.status === 'rejected');
  if (refused) throw refused.reason;
});

const cancel = command('cancel', [some], (which) => async (shop, model) => {
  const orderId = nth(model.shown.keys(), which);
  if (orderId !== undefined) await shop.door(which).cancelOrder.execute({ userId: await ownerOf(shop, orderId), orderId });
});

const refund = command('give back', [some, fc.constantFrom('refunded', 'refund_pending', 'refund_failed')], (which, end) => async (shop) => {
  const paymentId = nth(payments(shop), which);
  if (paymentId === undefined) return;
  shop.world.gateway.onRefund = end;
  await shop.door(which).requestRefund.execute({ paymentId, destination: WALLET, reason: 'asked for it', force: false });
});

const gatewayFails = command('the gateway fails', [fc.constantFrom('create', 'fetch', 'refund'), fc.constantFrom('before', 'after')], (step, moment) => async (shop) => {
  const failure = moment === 'after' ? 'unknown_outcome' : 'unavailable';
  shop.world.gateway.failNext(step, new ProviderError('heleket', failure, 'as ordered'), moment);
});

const marketFails = command('the market fails', [fc.constantFrom('quote', 'prepare', 'observe', 'acknowledge', 'confirmDelivery'), fc.constantFrom('before', 'after')], (step, moment) => async (shop) => {
  shop.world.stars.failNext(step, new RetryLater('network', 1_000), moment);
});

const marketMoves = command('a star costs', [fc.constantFrom('0.014', '0.015', '0.0155', '0.02')], (cost) => async (shop) => {
  shop.world.stars.costPerStar = ton(cost);
});

const chainForgets = command('broadcasts', [fc.constantFrom('pays', 'is-lost'), fc.constantFrom('delivers', 'waits')], (onSubmit, onAcknowledge) => async (shop) => {
  Object.assign(shop.world.stars, { onSubmit, onAcknowledge });
});

const timePasses = command('minutes pass', [fc.constantFrom(1, 5, 35, 70)], (minutes) => async (shop) => {
  shop.world.clock.advance(minutes * 60_000);
});

const work = command('work is done', [], () => (shop) => shop.workOff());

const crash = command('crash', [fc.nat(80), fc.constantFrom(...CUT_MODES)], (call, mode) => (shop) => shop.start({ call, mode }));

/** Everything that may happen to the shop, the ordinary more often than the odd. */
export const happenings = fc.commands(
  [topUp, pay, payPrice, payPrice, expire, takeBack, webhook, webhook, webhookAgain, forgery, draft, draft, confirm, confirm, confirm, cancel, refund]
    .concat([gatewayFails, marketFails, marketMoves, chainForgets, timePasses, timePasses, work, work, work, crash])
    .map((arbitrary): fc.Arbitrary<Command> => arbitrary),
  { maxCommands: 80, size: 'max' },
);
