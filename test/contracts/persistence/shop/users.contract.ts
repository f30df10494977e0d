import { expect } from 'chai';
import { UserNotFound } from '#use-cases/ports/persistence/persistence-error.js';
import { aCustomer } from '../../../builders/a-customer.js';
import { nextUserId } from '../../../builders/next-id.js';
import { minutesAfter, NOW } from '../../../builders/now.js';
import { usePersistence, type OpenPersistence } from '../persistence-under-test.js';
import { plain } from '../kit/plain.js';
import { refusal } from '../kit/refusal.js';

/** What the shop remembers of people. */
export function usersContract(label: string, open: OpenPersistence): void {
  describe(`${label}: customers`, () => {
    const store = usePersistence(open);

    it('a stranger is not found', async () => {
      expect(await store().unitOfWork.run((tx) => tx.users.find(77))).to.equal(undefined);
      await refusal(store().unitOfWork.run((tx) => tx.users.get(77)), UserNotFound);
    });

    it('a person is remembered as they came, with an id above 2^32 and without a username', async () => {
      const customer = aCustomer({ userId: nextUserId(), username: undefined, firstName: 'Zoë 🌟 <b>', language: 'en' });
      await store().unitOfWork.run((tx) => tx.users.save(customer, NOW));
      expect(plain(await store().unitOfWork.run((tx) => tx.users.get(customer.userId)))).to.deep.equal(plain(customer));
    });

    it('a new name and language replace the old ones', async () => {
      const customer = aCustomer({ userId: nextUserId() });
      const renamed = { ...customer, username: 'other', firstName: 'Other', language: 'en', languageChosen: true } as const;
      await store().unitOfWork.run((tx) => tx.users.save(customer, NOW));
      await store().unitOfWork.run((tx) => tx.users.save(renamed, minutesAfter(5)));
      expect(plain(await store().unitOfWork.run((tx) => tx.users.get(customer.userId)))).to.deep.equal(plain(renamed));
    });

    it('who brought a person is written once and never changed', async () => {
      const [brought, alone] = [nextUserId(), nextUserId()];
      await store().unitOfWork.run(async (tx) => {
        await tx.users.save(aCustomer({ userId: brought, referredBy: 11 }), NOW);
        await tx.users.save(aCustomer({ userId: alone }), NOW);
      });
      await store().unitOfWork.run(async (tx) => {
        await tx.users.save(aCustomer({ userId: brought, referredBy: 22 }), NOW);
        await tx.users.save(aCustomer({ userId: alone, referredBy: 22 }), NOW);
      });
      const [first, second] = await store().unitOfWork.run(async (tx) => [await tx.users.get(brought), await tx.users.get(alone)] as const);
      expect(first.referredBy).to.equal(11);
      expect(second.referredBy).to.equal(undefined);
    });

    it('a person who presses start twenty times at once is registered once', async () => {
      const customer = aCustomer({ userId: nextUserId() });
      await Promise.all(Array.from({ length: 20 }, () => store().unitOfWork.run((tx) => tx.users.save(customer, NOW))));
      expect((await store().unitOfWork.run((tx) => tx.users.get(customer.userId))).firstName).to.equal(customer.firstName);
    });
  });
}
