import { BALANCE } from '#domain/orders/order.js';
import type { Flow, Step } from './flow.js';
import { choose, confirm, draft, toppedUp } from './steps.js';

/** The operator's command may be given again after a crash: the refund that stands is the one that was meant. */
const giveBack = (force = false): Step => async ({ shop, books, outside }, memory) => {
  const paymentId = memory['payment'] ?? '';
  const standing = await books.run((tx) => tx.refunds.lockStanding(paymentId));
  const refund = standing ?? (await shop.requestRefund.execute({ paymentId, destination: outside.wallet, reason: 'asked for it', force }));
  memory['refund'] = refund.id;
};

const approve: Step = async ({ shop, books }, memory) => {
  const refundId = memory['refund'] ?? '';
  const { state } = await books.run((tx) => tx.refunds.get(refundId));
  if (state === 'proposed') await shop.decideRefund.execute({ refundId, decision: 'approve' });
};

const gatewayWillRefuse: Step = async ({ outside }) => outside.script?.refuseRefunds();

const halfAnHourPasses: Step = async ({ shop, clock }) => {
  clock.advance(30 * 60_000);
  await shop.sweepDueWork.execute();
};

/** Where there is no sign of a refund, a person makes sure that the gateway never got it. */
const operatorMakesSure: Step = async ({ shop, books, outside }, memory) => {
  const refundId = memory['refund'] ?? '';
  const { state } = await books.run((tx) => tx.refunds.get(refundId));
  if (state === 'unknown' && (await outside.effects()).refunds === 0) await shop.decideRefund.execute({ refundId, decision: 'resend' });
};

const settled: readonly Step[] = [halfAnHourPasses, operatorMakesSure, halfAnHourPasses, operatorMakesSure, halfAnHourPasses];

export const REFUND_FLOWS: readonly Flow[] = [
  { name: 'a refund by the operator', steps: [...toppedUp, giveBack(), ...settled], balanceAfter: '0', deliveries: 0, refunds: 1 },
  { name: 'a refund the gateway refuses', steps: [...toppedUp, gatewayWillRefuse, giveBack(), ...settled], balanceAfter: '10', deliveries: 0, scripted: true },
  {
    name: 'a refund at a loss',
    steps: [...toppedUp, draft(BALANCE), choose, confirm, giveBack(true), approve, ...settled],
    balanceAfter: '0',
    deliveries: 1,
    orderEnds: 'delivered',
    refunds: 1,
  },
];
