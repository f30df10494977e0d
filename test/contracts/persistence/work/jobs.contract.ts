import { expect } from 'chai';
import { usePersistence, type OpenPersistence } from '../persistence-under-test.js';
import { aPersonWith } from '../kit/stock.js';

/** Work that a transaction makes owed: handed on if it commits, and only then. */
export function jobsContract(label: string, open: OpenPersistence): void {
  describe(`${label}: jobs`, () => {
    const store = usePersistence(open);

    it('a committed transaction leaves its job', async () => {
      await store().unitOfWork.run(async (tx) => {
        await tx.jobs.enqueue({ name: 'settle-payment', paymentId: 'p-1' });
        await tx.jobs.enqueue({ name: 'deliver-notices' });
      });
      expect(await store().enqueuedJobs()).to.have.deep.members([{ name: 'settle-payment', paymentId: 'p-1' }, { name: 'deliver-notices' }]);
    });

    it('a rolled-back transaction leaves none', async () => {
      await aPersonWith(store().unitOfWork);
      await store()
        .unitOfWork.run(async (tx) => {
          await tx.jobs.enqueue({ name: 'fulfil-order', orderId: 'o-1' });
          throw new RangeError('cut');
        })
        .catch(() => undefined);
      expect(await store().enqueuedJobs()).to.deep.equal([]);
    });
  });
}
