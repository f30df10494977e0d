import { stockVpn } from '../../builders/shop/vpn-desk.js';
import { VERA } from '../../use-cases/checkout/a-buyer.js';
import type { Step } from './flow.js';

/** What one package of stars costs, where one star costs 0.015 TON. */
export const PRICE = '2.1375';

export const welcome: Step = async ({ shop }) => {
  await shop.welcomeCustomer.execute({ profile: { userId: VERA, username: 'vera', firstName: 'Вера', languageCode: 'ru' } });
};

/** Another tap gives another invoice; the buyer pays the newest one that was shown. */
export const startTopUp: Step = async ({ shop }, memory) => {
  memory['payment'] = (await shop.startTopUp.execute({ userId: VERA, gateway: 'heleket', amount: '10' })).id;
};

export const pay = (amount: string, when?: 'late'): Step => ({ outside }, memory) => outside.pay(memory['payment'] ?? '', amount, when);

/** The gateway repeats its webhook until it is acknowledged, and once more for good measure. */
export const webhook: Step = async ({ shop, outside }, memory) => {
  await shop.receiveWebhook.execute({ gateway: 'heleket', request: outside.webhook(memory['payment'] ?? '') });
};

export const draft = (method: string): Step => async ({ shop }, memory) => {
  memory['order'] = (await shop.draftOrder.execute({ userId: VERA, stars: '100', method })).id;
};

export const choose: Step = async ({ shop, outside }, memory) => {
  await shop.chooseRecipient.execute({ userId: VERA, orderId: memory['order'] ?? '', username: outside.friend });
};

export const confirm: Step = async ({ shop }, memory) => {
  const { payment } = await shop.confirmOrder.execute({ userId: VERA, orderId: memory['order'] ?? '' });
  if (payment) memory['payment'] = payment.id;
};

/** Plans and the panel are there. */
export const stocked: Step = ({ books, outside }) => stockVpn(books, outside.panels);

/** A trial that was begun before the crash is the one that was meant. */
export const tryIt = (person: number): Step => async ({ shop, books }) => {
  const begun = (await books.run((tx) => tx.subscriptions.ofUser(person))).length > 0;
  if (!begun) await shop.beginTrial.execute({ userId: person });
};

export const draftPlan = (planId: string): Step => async ({ shop }, memory) => {
  memory['order'] = (await shop.draftSubscription.execute({ userId: VERA, planId })).id;
};

export const confirmVia = (method: string): Step => async ({ shop }, memory) => {
  const { payment } = await shop.confirmOrder.execute({ userId: VERA, orderId: memory['order'] ?? '', method });
  if (payment) memory['payment'] = payment.id;
};

export const expire: Step = ({ outside }, memory) => outside.expire(memory['payment'] ?? '');

export const takenBack: Step = ({ outside }, memory) => outside.takeBack(memory['payment'] ?? '');

export const toppedUp: readonly Step[] = [welcome, startTopUp, pay('10'), webhook];
