import { guardsOf, type Guard } from '../../guard.js';

const REFUNDS = ['request-refund', 'settle-refund', 'meanwhile'].map((name) => `test/use-cases/refunds/${name}.test.ts`);

export const GUARDS_OF_REFUNDS: readonly Guard[] = [
  ...guardsOf('src/use-cases/refunds/request-refund.ts', REFUNDS, [
    ['only what came is given back', `if (payment.state !== 'credited' || !payment.credited.isPositive()) {`, 'if (!payment.amount.isPositive()) {'],
    ['nothing is given back while its order is under way', `if (order && ['paid', 'fulfilling', 'unknown'].includes(order.state)) {`, 'if (order && !order.price.isPositive()) {'],
    ['a loss needs a second step', 'if (loss.isPositive() && !command.force) {', 'if (loss.isPositive() && loss.isZero()) {'],
    ['delivered stars are a loss', `order?.state === 'delivered' ? least(credited, order.price) :`, 'order?.price.isZero() ? least(credited, order.price) :'],
    ['money goes to a wallet only', 'if (!gateway.isDestination(destination, payment.amount.currency)) throw', 'if (destination === payment.id) throw'],
    ['a gateway without refunds gives none', 'if (!gateway.descriptor.capabilities.refund) throw', 'if (gateway.descriptor.id === payment.id) throw'],
  ]),
  ...guardsOf('src/domain/refunds/refund.ts', REFUNDS, [['a refund at a loss waits for a word', `state: isLoss ? 'proposed' : 'requested',`, `state: 'requested',`]]),
  ...guardsOf('src/use-cases/refunds/settle-refund.ts', REFUNDS, [
    ['only what is held is sent', 'if (!paid.credited.equals(fresh.amount)) {', 'if (paid.credited.isZero()) {'],
    ['an unknown outcome is not sent again', `if (error.failure === 'unknown_outcome') return tx.refunds.save(fresh.unclear(now));`, ''],
    ['what may have left is committed before it does', 'await tx.refunds.save(fresh.sending(this.clock.now()));', ''],
    ['a refund is done when the provider shows it', `const word = snapshot && isAbout(paid, snapshot) ? snapshot.state : undefined;`, 'const word = snapshot?.state;'],
  ]),
  ...guardsOf('src/use-cases/refunds/decide-refund.ts', REFUNDS, [
    ['a refund is approved once', `if (refund.state !== 'proposed') throw new RefundNotWaiting(refund.state);`, ''],
    ['only an unclear refund is sent again by hand', `if (refund.state !== 'unknown') throw new RefundNotWaiting(refund.state);`, ''],
    ['what may have left is not withdrawn', `if (!['proposed', 'requested', 'unknown'].includes(refund.state)) throw new RefundNotWaiting(refund.state);`, ''],
    ['what is approved can still be given back', 'await requireReturnable(tx, await tx.payments.get(refund.paymentId));', ''],
  ]),
];
