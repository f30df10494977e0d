import { guardsOf, type Guard } from '../../guard.js';

const CHECKOUT = ['buy-stars', 'price-binding', 'refusals'].map((name) => `test/use-cases/checkout/${name}.test.ts`);
const STARS = ['fulfil-stars', 'outlived-lease', 'traces', 'unforeseen'].map((name) => `test/use-cases/stars/${name}.test.ts`);

export const GUARDS_OF_CHECKOUT: readonly Guard[] = [
  ...guardsOf('src/use-cases/checkout/own-order.ts', CHECKOUT, [
    ['people buy their own orders', 'if (order?.userId !== userId) throw new OrderNotFound();', 'if (order === undefined || userId < 0) throw new OrderNotFound();'],
  ]),
  ...guardsOf('src/use-cases/checkout/confirm-order.ts', CHECKOUT, [
    ['an order confirmed before is the same order', `if (shown.state !== 'draft') return this.already(shown);`, ''],
    ['an order confirmed meanwhile is the same order', `if (order.state !== 'draft') return { order, payment: await tx.payments.findByOrder(order.id) };`, ''],
    ['a gateway collects this currency', 'this.invoicing.requireGateway(method, draft.price.currency);', ''],
  ]),
  ...guardsOf('src/use-cases/checkout/star-terms.ts', CHECKOUT, [
    ['a price that rose is asked about', 'await this.askAgainIfDearer(shown.payable(method, current.maxCost), current);', ''],
    ['an order has its recipient', 'shown.requireRecipient();', ''],
    ['nobody pays for what is not to be had', 'await this.supply.require(current.maxCost);', ''],
    ['a price that is shown is the price that is charged', 'return (locked) => starOrder(locked).payable(method, current.maxCost);', 'return (locked) => starOrder(locked).offeredAnew({ id: locked.id, bonus: shown.bonus, price: current.offer.price, maxCost: current.maxCost, method, createdAt: locked.createdAt });'],
  ]),
  ...guardsOf('src/use-cases/checkout/order-book.ts', CHECKOUT, [
    ['the balance covers the price', 'if (available.compare(draft.price) < 0) {', 'if (available.compare(draft.price) < 0 && draft.price.isZero()) {'],
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

const GROWTH = ['referral', 'referral-reversal', 'collusion', 'promo-orders', 'promo-days'].map((name) => `test/use-cases/growth/${name}.test.ts`);
/** Where transactions really overlap. */
const STORES = ['test/adapters/postgres/contracts.test.ts'];

export const GUARDS_OF_GROWTH: readonly Guard[] = [
  ...guardsOf('src/use-cases/growth/referral-book.ts', GROWTH, [
    ['only money from outside earns a reward', 'if (!reward || !(await isCovered(tx, order))) return;', 'if (!reward) return;'],
    ['money that may have gone back covers nothing', 'paidIn.minus(await tx.payments.doubtful(userId, price.currency))', 'paidIn'],
    ['a reward goes with the very payment of its order', 'const stands = payment.orderId !== order.id && (', 'const stands = ('],
    ['a reward goes with what covered its order', '(isElsewhere || (await isCovered(tx, order)))', '(isElsewhere || order.price.isPositive())'],
    ['a reversed reward takes no balance below nothing', 'const there = least(available, amount);', 'const there = amount;'],
    ['what is owed from a reward comes before the next', 'const kept = await this.settleOwed(tx, referrerId, amount);', 'const kept = Money.zero(amount.currency);'],
  ]),
  ...guardsOf('src/use-cases/growth/referral-book.ts', STORES, [['a friend brings one reward', 'if (!(await tx.referrals.add(earned))) return;', 'await tx.referrals.add(earned);']]),
  ...guardsOf('src/use-cases/growth/bonus-days.ts', STORES, [['days are taken back once', "if (!bonus || bonus.state === 'reversed') return;", 'if (!bonus) return;']]),
  ...guardsOf('src/adapters/outbound/postgres/repositories/growth/postgres-promo-repository.ts', STORES, [['uses of a code are counted one after the other', "return this.one(code, 'FOR UPDATE');", "return this.one(code, '');"]]),
  ...guardsOf('src/domain/growth/referral.ts', GROWTH, [
    ['no reward is more than was paid', "return rule.amount.compare(price) <= 0 ? rule : { mode: 'money', amount: price };", 'return rule;'],
    ['a reward is not weighed against another currency', 'if (rule.amount.currency !== price.currency) return undefined;', ''],
  ]),
  ...guardsOf('src/use-cases/growth/bonus-days.ts', GROWTH, [
    ['days that wait are given once', "await tx.bonusDays.save({ ...bonus, state: 'granted' });", ''],
  ]),
  ...guardsOf('src/use-cases/growth/promo-book.ts', GROWTH, [
    ['days of a code are given once a person', "if (!(await tx.promos.addUse({ ref, code, userId, orderId: undefined, at: now }))) throw new PromoRefused('used');", ''],
    ['a confirmed order uses its code', 'await tx.promos.addUse({ ref: promoUseOf(order), code, userId, orderId, at: now });', ''],
    ['a code is for its plans', 'if (!isFor || !prices.some(', 'if (!prices.some('],
    ['a draft whose code has lapsed is over', "await tx.orders.save(old.moved('cancelled', 'promo-over'));", ''],
  ]),
  ...guardsOf('src/domain/growth/promo-code.ts', GROWTH, [
    ['a code is used no more than it may be', 'promo.total !== undefined && usage.total >= promo.total', 'promo.total !== undefined && usage.total < 0'],
    ['a code is used no more by one person than it may be', 'if (each !== undefined && usage.own >= each) throw', 'if (each !== undefined && usage.own < 0) throw'],
    ['a code that is off is none', 'if (!promo?.active) throw', 'if (!promo) throw'],
    ['nothing is sold for nothing', 'return rest.isPositive() ? rest : Money.of(1n, price.currency);', 'return rest;'],
    ['letters that only look alike make no code', 'const CODE = /^[A-Za-z0-9_-]{3,32}$/;', 'const CODE = /^[A-Z0-9_-]{3,32}$/iu;'],
  ]),
  ...guardsOf('src/use-cases/checkout/confirm-order.ts', GROWTH, [['a code is counted before anything is charged', 'await this.promos.reserve(tx, draft, this.clock.now());', '']]),
  ...guardsOf('src/use-cases/checkout/cancel-order.ts', GROWTH, [['a cancelled order gives its code back', 'await giveBackPromo(tx, order);', '']]),
];
