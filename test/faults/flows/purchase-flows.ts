import { BALANCE } from '#domain/orders/order.js';
import { VERA } from '../../use-cases/checkout/a-buyer.js';
import type { Flow, Step } from './flow.js';
import { choose, confirm, draft, expire, pay, PRICE, toppedUp, webhook, welcome } from './steps.js';

const cancel: Step = async ({ shop }, memory) => {
  await shop.cancelOrder.execute({ userId: VERA, orderId: memory['order'] ?? '' });
};

const underpay: Step = ({ outside }, memory) => outside.underpay(memory['payment'] ?? '', '2');

/** Between the choice and the delivery the recipient closed the door. */
const recipientCloses: Step = async ({ outside }) => outside.script?.closeDoor();

const broadcastsAreLost: Step = async ({ outside }) => outside.loseBroadcasts();

/** The chain proves that the first payment never left. The next one arrives. */
const firstAttemptIsVoid: Step = async ({ outside, books }, memory) => {
  const current = await books.run((tx) => tx.starAttempts.findCurrent(memory['order'] ?? ''));
  outside.giveUpLostBroadcast(current?.attempt.id ?? '');
};

const fromBalance: readonly Step[] = [...toppedUp, draft(BALANCE), choose];
const ordered: readonly Step[] = [welcome, draft('heleket'), choose, confirm];

export const PURCHASE_FLOWS: readonly Flow[] = [
  { name: 'a purchase from the balance', steps: [...fromBalance, confirm], balanceAfter: '7.8625', deliveries: 1, orderEnds: 'delivered' },
  {
    name: 'a purchase that cannot be delivered',
    steps: [...fromBalance, recipientCloses, confirm],
    balanceAfter: '10',
    deliveries: 0,
    orderEnds: 'failed',
    scripted: true,
  },
  {
    name: 'a purchase whose first payment is lost',
    steps: [...fromBalance, broadcastsAreLost, confirm, firstAttemptIsVoid],
    balanceAfter: '7.8625',
    deliveries: 1,
    orderEnds: 'delivered',
  },
  { name: 'a purchase through the gateway', steps: [...ordered, pay(PRICE), webhook], balanceAfter: '0', deliveries: 1, orderEnds: 'delivered' },
  { name: 'a purchase that is paid twice', steps: [...ordered, pay(PRICE), webhook, pay(PRICE), webhook], balanceAfter: PRICE, deliveries: 1, orderEnds: 'delivered' },
  { name: 'a purchase that is overpaid', steps: [...ordered, pay('3'), webhook], balanceAfter: '0.8625', deliveries: 1, orderEnds: 'delivered' },
  { name: 'a purchase that is underpaid', steps: [...ordered, underpay, webhook], balanceAfter: '2', deliveries: 0, orderEnds: 'expired' },
  { name: 'a purchase that is paid too late', steps: [...ordered, expire, webhook, pay(PRICE, 'late'), webhook], balanceAfter: PRICE, deliveries: 0, orderEnds: 'expired' },
  { name: 'a purchase that was cancelled and is paid', steps: [...ordered, cancel, pay(PRICE), webhook], balanceAfter: PRICE, deliveries: 0, orderEnds: 'cancelled' },
];
