import { BALANCE } from '#domain/orders/order.js';
import { VERA } from '../../use-cases/checkout/a-buyer.js';
import type { Flow, Scene, Step } from './flow.js';
import { confirm, confirmVia, draftPlan, pay, stocked, toppedUp, tryIt, webhook, welcome } from './steps.js';

const DAY_MS = 86_400_000;

const subscriptionOf = async ({ books }: Scene): Promise<string> => (await books.run((tx) => tx.subscriptions.ofUser(VERA)))[0]?.id ?? '';

const draftExtension: Step = async (scene, memory) => {
  memory['order'] = (await scene.shop.draftSubscription.execute({ userId: VERA, planId: 'month', subscriptionId: await subscriptionOf(scene) })).id;
};

const wishRenewal: Step = async ({ shop }, memory) => {
  await shop.chooseOrderRenewal.execute({ userId: VERA, orderId: memory['order'] ?? '', autoRenew: true });
};

/** The provider says both at once. */
const payAndKeep: Step = async (scene, memory) => {
  await pay('2')(scene, memory);
  scene.outside.script?.keepMethod(memory['payment'] ?? '');
};

const daysPass = (days: number): Step => async ({ shop, clock }) => {
  clock.advance(days * DAY_MS);
  await shop.sweepDueWork.execute();
};

const panelGoesDown: Step = async ({ outside }) => outside.script?.panelIsDown(true);

const rotate: Step = async (scene) => {
  await scene.shop.rotateLink.execute({ userId: VERA, subscriptionId: await subscriptionOf(scene), generation: 1 });
};

const changePlan: Step = async (scene) => {
  await scene.shop.changePlan.execute({ userId: VERA, subscriptionId: await subscriptionOf(scene), planId: 'year' });
};

/** What an operator cancelled is closed, and is not found among the open ones when the command is given again. */
const cancel: Step = async (scene, memory) => {
  const open = await subscriptionOf(scene);
  if (open !== '') memory['cancelled'] = open;
  await scene.shop.cancelSubscription.execute({ subscriptionId: memory['cancelled'] ?? '', policy: 'keep' });
};

const bought: readonly Step[] = [...toppedUp, stocked, draftPlan('month'), confirm];
const ordered: readonly Step[] = [welcome, stocked, draftPlan('month'), confirmVia('heleket')];

/** A month costs 2 TON. `days` is all that was granted for good. */
export const VPN_FLOWS: readonly Flow[] = [
  { name: 'a trial', steps: [welcome, stocked, tryIt(VERA)], balanceAfter: '0', deliveries: 0, accounts: 1, days: 3 },
  { name: 'a subscription from the balance', steps: bought, balanceAfter: '8', orderEnds: 'delivered', deliveries: 0, accounts: 1, days: 30 },
  { name: 'a subscription through the gateway', steps: [...ordered, pay('2'), webhook], balanceAfter: '0', orderEnds: 'delivered', deliveries: 0, accounts: 1, days: 30 },
  { name: 'a subscription that is paid twice', steps: [...ordered, pay('2'), webhook, pay('2'), webhook], balanceAfter: '2', orderEnds: 'delivered', deliveries: 0, accounts: 1, days: 30 },
  { name: 'an extension', steps: [...bought, draftExtension, confirmVia(BALANCE)], balanceAfter: '6', orderEnds: 'delivered', deliveries: 0, accounts: 1, days: 60 },
  { name: 'a renewal from the balance', steps: [...toppedUp, stocked, draftPlan('month'), wishRenewal, confirm, daysPass(29.2)], balanceAfter: '6', orderEnds: 'delivered', deliveries: 0, accounts: 1, days: 60 },
  {
    name: 'a renewal with a method that was kept',
    steps: [welcome, stocked, draftPlan('month'), wishRenewal, confirmVia('heleket'), payAndKeep, webhook, daysPass(29.2)],
    balanceAfter: '0',
    orderEnds: 'delivered',
    deliveries: 0,
    accounts: 1,
    days: 60,
    scripted: true,
  },
  { name: 'a subscription that ends', steps: [...bought, daysPass(30.5)], balanceAfter: '8', orderEnds: 'delivered', deliveries: 0, accounts: 1, days: 30 },
  {
    name: 'a subscription whose panel is down until the money goes back',
    steps: [...toppedUp, stocked, draftPlan('month'), panelGoesDown, confirm, daysPass(1.1)],
    balanceAfter: '10',
    orderEnds: 'failed',
    deliveries: 0,
    accounts: 0,
    days: 0,
    scripted: true,
  },
  { name: 'a link that leaked', steps: [...bought, rotate], balanceAfter: '8', orderEnds: 'delivered', deliveries: 0, accounts: 1, days: 30 },
  { name: 'another plan', steps: [...bought, changePlan], balanceAfter: '8', orderEnds: 'delivered', deliveries: 0, accounts: 1, days: 30, weighed: true },
  { name: 'a cancellation', steps: [...bought, cancel], balanceAfter: '8', orderEnds: 'delivered', deliveries: 0, accounts: 0, days: 30 },
];
