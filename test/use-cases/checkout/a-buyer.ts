import { topUp } from '#domain/wallet/ledger.js';
import type { TestShop } from '../../builders/shop/a-shop.js';
import { ton } from '../../builders/ton.js';

export const VERA = 1001;

/** A registered buyer with money on the balance. */
export async function withBalance(shop: Pick<TestShop, 'welcomeCustomer' | 'unitOfWork'>, amount: string): Promise<void> {
  await shop.welcomeCustomer.execute({ profile: { userId: VERA, username: 'vera', firstName: 'Вера', languageCode: 'ru' } });
  const money = ton(amount);
  await shop.unitOfWork.run((tx) => tx.ledger.post(topUp({ gateway: 'heleket', chargeId: 'gift', userId: VERA, amount: money, total: money })));
}

export function wallet(shop: Pick<TestShop, 'unitOfWork'>): Promise<{ available: string; held: string }> {
  return shop.unitOfWork.run(async (tx) => {
    const { available, held } = await tx.ledger.balance(VERA, 'TON');
    return { available: available.toDecimal(), held: held.toDecimal() };
  });
}
