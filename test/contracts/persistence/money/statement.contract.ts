import { expect } from 'chai';
import { aStatementLine } from '../../../builders/a-statement-line.js';
import { ton } from '../../../builders/ton.js';
import { usePersistence, type OpenPersistence } from '../persistence-under-test.js';
import { plain } from '../kit/plain.js';
import { aPersonWith } from '../kit/stock.js';

/** The lines people see of their money. */
export function statementContract(label: string, open: OpenPersistence): void {
  describe(`${label}: statement`, () => {
    const store = usePersistence(open);

    it('a line reads as it was written', async () => {
      const userId = await aPersonWith(store().unitOfWork);
      const line = aStatementLine({ userId, metadata: { gateway: 'heleket', stars: 100 } });
      await store().unitOfWork.run((tx) => tx.statement.add(line));
      expect(plain(await store().wallet.line(userId, line.id))).to.deep.equal(plain(line));
    });

    it('a cause told twice is one line, and the first telling stays', async () => {
      const userId = await aPersonWith(store().unitOfWork);
      const line = aStatementLine({ userId });
      const again = aStatementLine({ userId, externalId: line.externalId, amount: ton('99') });
      await store().unitOfWork.run((tx) => tx.statement.add(line));
      await store().unitOfWork.run((tx) => tx.statement.add(again));
      expect(await store().wallet.line(userId, again.id)).to.equal(undefined);
      expect((await store().wallet.line(userId, line.id))?.amount.toString()).to.equal('10 TON');
    });

    it('a change touches what it names and adds to the metadata', async () => {
      const userId = await aPersonWith(store().unitOfWork);
      const line = aStatementLine({ userId, status: 'pending', metadata: { stars: 100, step: 'queued' } });
      await store().unitOfWork.run((tx) => tx.statement.add(line));
      await store().unitOfWork.run((tx) => tx.statement.update(line.externalId, { status: 'completed', metadata: { step: 'done', recipient: 'durov' } }));
      const changed = await store().wallet.line(userId, line.id);
      expect(plain(changed)).to.deep.equal(plain({ ...line, status: 'completed', metadata: { stars: 100, step: 'done', recipient: 'durov' } }));
      await store().unitOfWork.run((tx) => tx.statement.update(line.externalId, { amount: ton('3.5') }));
      expect((await store().wallet.line(userId, line.id))?.amount.toString()).to.equal('3.5 TON');
    });

    it('a change of a line that is not there changes nothing', async () => {
      const userId = await aPersonWith(store().unitOfWork);
      const line = aStatementLine({ userId });
      await store().unitOfWork.run((tx) => tx.statement.add(line));
      await store().unitOfWork.run((tx) => tx.statement.update('payment:nobody', { status: 'failed' }));
      expect((await store().wallet.line(userId, line.id))?.status).to.equal('completed');
    });
  });
}
