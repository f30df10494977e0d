import { expect } from 'chai';
import type { Discrepancy } from '#domain/reconciliation/discrepancy.js';
import { DiscrepancyNotFound } from '#use-cases/ports/persistence/persistence-error.js';
import type { Transaction } from '#use-cases/ports/persistence/unit-of-work.js';
import { nextId } from '../../../builders/next-id.js';
import { minutesAfter, NOW } from '../../../builders/now.js';
import { refusal } from '../kit/refusal.js';
import { type OpenPersistence, usePersistence } from '../persistence-under-test.js';

function aDiscrepancy(changes: Partial<Discrepancy> = {}): Discrepancy {
  return { kind: 'credit-lost', source: 'heleket', subject: nextId(), subjectAt: NOW, facts: { received: '10 TON' }, ...changes };
}

/** What the shop remembers of differences between its books and the outside. */
export function discrepanciesContract(label: string, open: OpenPersistence): void {
  describe(`${label}: discrepancies`, () => {
    const store = usePersistence(open);
    const run = <Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result> => store().unitOfWork.run(work);
    const see = (discrepancy: Discrepancy, now = NOW) => run((tx) => tx.discrepancies.see(discrepancy, nextId(), now));
    const stillOpen = () => run((tx) => tx.discrepancies.open());
    const resolve = (source: string, since: Date, now: Date) => run((tx) => tx.discrepancies.resolveUnseen(source, since, now));

    it('one that is seen again is the same one, with its newest facts', async () => {
      const discrepancy = aDiscrepancy();
      const first = await see(discrepancy);
      expect(first).to.deep.include({ news: 'new', foundAt: NOW });
      const again = await see({ ...discrepancy, facts: { received: '11 TON' } }, minutesAfter(5));
      expect(again).to.deep.equal({ id: first.id, news: 'known', foundAt: NOW });
      expect(await stillOpen()).to.deep.equal([{ ...discrepancy, facts: { received: '11 TON' }, id: first.id, state: 'open', foundAt: NOW, seenAt: minutesAfter(5) }]);
    });

    it('another kind about the same subject is another one', async () => {
      const discrepancy = aDiscrepancy();
      await see(discrepancy);
      expect((await see({ ...discrepancy, kind: 'amount-differs' })).news).to.equal('new');
      expect(await stillOpen()).to.have.length(2);
    });

    it('what is no longer seen is resolved, of this source and this window only', async () => {
      await see(aDiscrepancy({ subject: 'gone' }));
      await see(aDiscrepancy({ subject: 'too old', subjectAt: minutesAfter(-10) }));
      await see(aDiscrepancy({ subject: 'elsewhere', source: 'wallet' }));
      await see(aDiscrepancy({ subject: 'still there' }), minutesAfter(5));
      expect(await resolve('heleket', minutesAfter(-5), minutesAfter(5))).to.equal(1);
      expect((await stillOpen()).map(({ subject }) => subject)).to.have.members(['too old', 'elsewhere', 'still there']);
    });

    it('what was resolved and is back is new again', async () => {
      const discrepancy = aDiscrepancy();
      const { id } = await see(discrepancy);
      await resolve('heleket', NOW, minutesAfter(1));
      expect(await see(discrepancy, minutesAfter(2))).to.deep.equal({ id, news: 'new', foundAt: minutesAfter(2) });
      expect((await see(discrepancy, minutesAfter(3))).news).to.equal('known');
    });

    it('what a person has accepted stays so', async () => {
      const discrepancy = aDiscrepancy();
      const { id } = await see(discrepancy);
      await run((tx) => tx.discrepancies.accept(id, 'a gift', NOW));
      expect((await see(discrepancy, minutesAfter(1))).news).to.equal('accepted');
      expect(await stillOpen()).to.deep.equal([]);
      expect(await resolve('heleket', NOW, minutesAfter(2))).to.equal(0);
      for (const unknown of [id, nextId(), 'no id']) await refusal(run((tx) => tx.discrepancies.accept(unknown, '', NOW)), DiscrepancyNotFound);
    });
  });
}
