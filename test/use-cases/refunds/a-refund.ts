import type { Refund } from '#domain/refunds/refund.js';
import { BALANCE } from '#domain/orders/order.js';
import type { TestShop } from '../../builders/shop/a-shop.js';
import { runJobs } from '../../builders/shop/run-jobs.js';
import { ton } from '../../builders/ton.js';
import { VERA } from '../checkout/a-buyer.js';

export const WALLET = 'wallet-of-vera';

/** A buyer whose top-up of 10 TON was paid and credited; answers the payment's id. */
export async function aPaidTopUp(shop: TestShop): Promise<string> {
  await shop.welcomeCustomer.execute({ profile: { userId: VERA, username: 'vera', firstName: 'Вера', languageCode: 'ru' } });
  const { id } = await shop.startTopUp.execute({ userId: VERA, gateway: 'heleket', amount: '10' });
  shop.gateway.pay(id, ton('10'));
  await shop.settlePayment.execute({ paymentId: id });
  await runJobs(shop);
  return id;
}

/** 100 stars for Bob, up to the confirmation; answers the order and the payment it waits for, if any. */
export async function aPurchase(shop: TestShop, method: string = BALANCE): Promise<{ readonly orderId: string; readonly paymentId: string }> {
  const { id: orderId } = await shop.draftOrder.execute({ userId: VERA, stars: '100', method });
  await shop.chooseRecipient.execute({ userId: VERA, orderId, username: 'bobby' });
  const { payment } = await shop.confirmOrder.execute({ userId: VERA, orderId });
  return { orderId, paymentId: payment?.id ?? '' };
}

export function ask(shop: TestShop, paymentId: string, force = false): Promise<Refund> {
  return shop.requestRefund.execute({ paymentId, destination: WALLET, reason: 'asked for it', force });
}

export function refundOf(shop: TestShop, refundId: string): Promise<Refund> {
  return shop.unitOfWork.run((tx) => tx.refunds.get(refundId));
}

export function stateOfPayment(shop: TestShop, paymentId: string): Promise<string> {
  return shop.unitOfWork.run(async (tx) => (await tx.payments.get(paymentId)).state);
}

/** What the gateway really gave back, by payment. */
export function givenBack(shop: TestShop): readonly (string | undefined)[] {
  return shop.gateway.refunds.map(({ reference }) => [...shop.gateway.invoices.values()].find((invoice) => invoice.invoiceId === reference.invoiceId)?.paymentId);
}
