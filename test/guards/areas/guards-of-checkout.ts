import { guardsOf, type Guard } from '../guard.js';

const CHECKOUT = ['buy-stars', 'price-binding', 'refusals'].map((name) => `test/use-cases/checkout/${name}.test.ts`);
const STARS = ['fulfil-stars', 'outlived-lease', 'traces', 'unforeseen'].map((name) => `test/use-cases/stars/${name}.test.ts`);

export const GUARDS_OF_CHECKOUT: readonly Guard[] = [
  ...guardsOf('src/use-cases/checkout/own-order.ts', CHECKOUT, [
    ['people buy their own orders', 'if (order?.userId !== userId) throw new OrderNotFound();', 'if (order === undefined || userId < 0) throw new OrderNotFound();'],
  ]),
  ...guardsOf('src/use-cases/checkout/confirm-order.ts', CHECKOUT, [
    ['an order confirmed before is the same order', `if (shown.state !== 'draft') return this.already(shown);`, ''],
    ['an order confirmed meanwhile is the same order', `if (order.state !== 'draft') return { order, payment: await tx.payments.findByOrder(order.id) };`, ''],
    ['a price that rose is asked about', 'await this.askAgainIfDearer(shown.payable(method, current.maxCost), current);', ''],
    ['an order has its recipient', 'shown.requireRecipient();', ''],
    ['nobody pays for what is not to be had', 'await this.supply.require(current.maxCost);', ''],
    ['a gateway collects this currency', 'if (method !== BALANCE) this.invoicing.requireGateway(method, shown.price.currency);', ''],
    ['the balance covers the price', 'if (available.compare(draft.price) < 0) throw new InsufficientFunds(shortage(draft, available.toDecimal()));', ''],
    ['a price that is shown is the price that is charged', 'const draft = order.payable(method, current.maxCost);', 'const draft = order.offeredAnew({ id: order.id, bonus: order.bonus, price: current.offer.price, maxCost: current.maxCost, method, createdAt: order.createdAt });'],
  ]),
  ...guardsOf('src/use-cases/checkout/cancel-order.ts', CHECKOUT, [
    ['a paid order is not cancelled', `if (order.state !== 'draft' && order.state !== 'awaiting_payment') throw new OrderNotOpen(order.state);`, ''],
  ]),
  ...guardsOf('src/use-cases/stars/preparation-steps.ts', STARS, [
    ['the bytes are stored before they leave', 'await tx.starAttempts.add(work.orderId, attempt, now);', ''],
    ['what costs too much is given up', `if (error instanceof CostAboveLimit) return this.giveUp(work, 'cost-above-limit');`, ''],
    ['what waits too long is given up', `async enterLane(work: StarFulfilment): Step {\n    const now = this.clock.now();\n    if (this.isOverdue(work)) return this.giveUp(work, 'supply-unavailable');`, 'async enterLane(work: StarFulfilment): Step {\n    const now = this.clock.now();'],
  ]),
  ...guardsOf('src/use-cases/stars/payment-steps.ts', STARS, [
    ['the same bytes are sent again', 'await this.provider.submit(recorded.attempt);', 'await this.provider.submit({ ...recorded.attempt, fingerprint: `${recorded.attempt.fingerprint}-anew` });'],
    ['bytes go out again only where the provider says so', 'if (resubmit && now.getTime() - last >= RESUBMIT_MS) {', 'if (now.getTime() - last >= RESUBMIT_MS) {'],
    ['bytes go out again after a pause only', 'if (resubmit && now.getTime() - last >= RESUBMIT_MS) {', 'if (resubmit) {'],
    ['an unclear payment is a question', `const reviewed = work.state === 'review' ? work : work.moved('review', now);`, `const reviewed = work.state === 'review' ? work : work.moved('void', now);`],
    ['a delivery is seen before it counts', 'if (!seen?.delivered && !this.isOverdue(work)) return this.wait(this.laneFreed(work));', ''],
  ]),
  ...guardsOf('src/use-cases/payments/check-payment.ts', ['test/use-cases/payments/polls.test.ts', 'test/use-cases/payments/top-up.test.ts'], [
    ['people check their own payments', 'if (!payment) throw new PaymentNotFound();', ''],
    ['a gateway is not asked at every tap', 'if ((await this.cache.get(key)) !== undefined) return payment;', ''],
  ]),
];
