import { guardsOf, type Guard } from '../../guard.js';

const SETTLEMENT_TESTS = ['test/domain/payments/settlement.test.ts'];
const PAYMENT_TESTS = ['test/use-cases/payments/top-up.test.ts', 'test/use-cases/payments/webhooks.test.ts', 'test/use-cases/payments/news-and-history.test.ts'];
const ORDER_TESTS = ['test/use-cases/checkout/buy-stars.test.ts', 'test/use-cases/payments/forgotten-payments.test.ts'];

export const GUARDS_OF_MONEY: readonly Guard[] = [
  ...guardsOf('src/domain/shared/transitions.ts', ['test/domain/shared/transitions.test.ts', 'test/domain/payments/payment.test.ts'], [
    ['the domain knows every move', 'if (!this.allows(from, to)) throw new ImpossibleMove(this.name, from, to);', ''],
  ]),
  ...guardsOf('src/domain/payments/settlement.ts', SETTLEMENT_TESTS, [
    ['the provider speaks of our payment', `if (snapshot.paymentId !== payment.id) return 'reference-mismatch';`, ''],
    ['the provider speaks of our invoice', `if (payment.invoice && payment.invoice.invoiceId !== snapshot.invoiceId) return 'invoice-mismatch';`, ''],
    ['the currency is the one that was asked', 'if (!snapshot.requested || snapshot.requested.currency !== payment.amount.currency)', 'if (!snapshot.requested)'],
    ['play money is no money', `if (snapshot.test) return 'play-money';`, ''],
    ['the amount is the one that was asked', `return snapshot.requested.equals(payment.amount) ? undefined : 'amount-mismatch';`, 'return undefined;'],
    ['only what is final is credited', `return snapshot.final ? credit(payment, snapshot, now) : stay(advance(payment, 'pending', now), now);`, 'return credit(payment, snapshot, now);'],
    ['what arrived is in our currency', 'if (!total || total.currency !== payment.amount.currency) return review', 'if (!total) return review'],
    ['only what is new is credited', 'const owed = total.minus(payment.credited);', 'const owed = total;'],
    ['less than was credited is a question', `if (owed.minor < 0n) return review(payment, 'received-less-than-credited', now);`, ''],
    ['a state that cannot be credited is not', `if (payment.state !== 'credited' && !PAYMENT_STATES.allows(payment.state, 'credited')) return stay(payment, now);`, ''],
    ['money on a closed invoice is a question', `return uncounted ? review(payment, 'money-on-closed-invoice', now) :`, 'return uncounted && false ? stay(payment, now) :'],
    ['what came back before it was credited is a question', `if (!PAYMENT_STATES.allows(payment.state, 'refunded')) return review(payment, 'refunded-before-credit', now);`, ''],
    ['a credit is not undone by an older word', 'if (!fresh || undoesCredit) return payment;', 'if (!fresh) return payment;'],
  ]),
  ...guardsOf('src/use-cases/payments/settlement-book.ts', [...ORDER_TESTS, ...PAYMENT_TESTS], [
    ['late money goes to the balance', `if (order.state === 'cancelled' || order.state === 'expired') return this.keepOnBalance(tx, order, payment, { amount, total, why: 'late', now });`, ''],
    ['an order is paid once', `if (order.state !== 'awaiting_payment') return this.keepOnBalance(tx, order, payment, { amount, total, why: 'over', now });`, ''],
    ['an underpaid order is not delivered', 'if (total.compare(order.price) < 0) {', 'if (total.isZero()) {'],
  ]),
  ...guardsOf('src/use-cases/payments/apply-webhook.ts', PAYMENT_TESTS, [
    ['a webhook speaks of payments of its own gateway', 'return ours?.gateway === gateway ? ours : undefined;', 'return ours;'],
    ['a webhook is acted on once', `if (message?.state !== 'received') return;`, 'if (!message) return;'],
  ]),
  ...guardsOf('src/use-cases/payments/settle-payment.ts', PAYMENT_TESTS, [
    ['the gateway itself is asked before anything is credited', 'const snapshot = await this.ask(payment);', 'const snapshot = undefined as ProviderSnapshot | undefined;'],
  ]),
  ...guardsOf('src/use-cases/payments/settle-payment.ts', ['test/faults/crowds/races.test.ts'], [
    ['a payment is settled under its lock', 'const before = await tx.payments.lock(paymentId);\n      const settlement', 'const before = await tx.payments.get(paymentId);\n      const settlement'],
  ]),
  ...guardsOf('src/use-cases/payments/receive-webhook.ts', PAYMENT_TESTS, [
    ['what is not genuine is not stored', 'return { accepted: false, reason: verdict.reason };', 'await this.store(command.gateway, command.gateway, command.request.body);\n      return { accepted: false, reason: verdict.reason };'],
  ]),
];
