import { expect } from 'chai';
import { InvalidPromo, type PromoCode, PromoRefused } from '#domain/growth/promo-code.js';
import { Money } from '#domain/shared/money.js';
import { BonusDays } from '#use-cases/growth/bonus-days.js';
import { PromoBook } from '#use-cases/growth/promo-book.js';
import { RedeemPromo } from '#use-cases/growth/redeem-promo.js';
import type { Transaction } from '#use-cases/ports/persistence/unit-of-work.js';
import { SubscriptionBook } from '#use-cases/vpn/subscription-book.js';
import { aPromo } from '../../../builders/shop/a-promo.js';
import { nextId } from '../../../builders/next-id.js';
import { minutesAfter, NOW } from '../../../builders/now.js';
import { SECRETS } from '../../../builders/shop/vpn-desk.js';
import { plain } from '../kit/plain.js';
import { refusal } from '../kit/refusal.js';
import { aPersonWith } from '../kit/stock.js';
import { type OpenPersistence, usePersistence } from '../persistence-under-test.js';

export function promosContract(label: string, open: OpenPersistence): void {
  describe(`promo codes on ${label}`, () => {
    const store = usePersistence(open);
    const run = <Result>(work: (tx: Transaction) => Promise<Result>) => store().unitOfWork.run(work);
    const people = (count: number) => Promise.all(Array.from({ length: count }, () => aPersonWith(store().unitOfWork)));
    const redeeming = () => new RedeemPromo(store().unitOfWork, new PromoBook(new BonusDays(new SubscriptionBook(SECRETS)), { next: nextId }), { now: () => NOW });

    it('a code is read as it was written, whatever it is worth, and is there once', async () => {
      const codes: readonly PromoCode[] = [
        aPromo({ code: 'SPRING-15', total: 100, each: 2, expiresAt: minutesAfter(60), plans: ['month', 'year'], createdAt: minutesAfter(3) }),
        aPromo({ code: 'SUM_1', benefit: { kind: 'sum', amount: Money.of(1n << 60n, 'TON') }, createdAt: minutesAfter(2) }),
        aPromo({ code: 'WEEK', benefit: { kind: 'days', days: 7 }, createdAt: minutesAfter(1) }),
      ];
      for (const promo of codes) expect(await run((tx) => tx.promos.add(promo))).to.equal(true);
      expect(await run((tx) => tx.promos.add(aPromo({ code: 'WEEK' })))).to.equal(false);
      for (const promo of codes) expect(plain(await run((tx) => tx.promos.find(promo.code)))).to.deep.equal(plain(promo));
      expect((await run((tx) => tx.promos.all())).map(({ promo, uses }) => [promo.code, uses])).to.deep.equal([['SPRING-15', 0], ['SUM_1', 0], ['WEEK', 0]]);
      await run((tx) => tx.promos.save({ ...aPromo({ code: 'WEEK' }), active: false }));
      expect(plain(await run((tx) => tx.promos.lock('WEEK')))).to.deep.equal(plain({ ...codes[2], active: false }));
      expect(await run((tx) => tx.promos.lock('UNHEARD-OF'))).to.equal(undefined);
    });

    it('a code nobody could type is not kept', async () => {
      for (const code of ['промо', 'spring', 'A', 'A B C', 'A'.repeat(33)]) await refusal(run((tx) => tx.promos.add(aPromo({ code }))), InvalidPromo);
      expect(await run((tx) => tx.promos.all())).to.deep.equal([]);
    });

    it('a use counts once under its reference, and not at all once it is given back', async () => {
      const [vera = 0, bob = 0] = await people(2);
      await run((tx) => tx.promos.add(aPromo({ code: 'SPRING' })));
      const use = { ref: 'promo:SPRING:1', code: 'SPRING', userId: vera, orderId: undefined, at: NOW };
      expect(await run((tx) => tx.promos.addUse(use))).to.equal(true);
      expect(await run((tx) => tx.promos.addUse({ ...use, userId: bob }))).to.equal(false);
      expect(await run((tx) => tx.promos.addUse({ ...use, ref: 'promo:SPRING:2', userId: bob }))).to.equal(true);
      expect(await run((tx) => tx.promos.usage('SPRING', vera))).to.deep.equal({ total: 2, own: 1 });
      await run((tx) => tx.promos.giveBack(use.ref));
      await run((tx) => tx.promos.giveBack(use.ref));
      await run((tx) => tx.promos.giveBack('promo:SPRING:unheard-of'));
      expect(await run((tx) => tx.promos.usage('SPRING', vera))).to.deep.equal({ total: 1, own: 0 });
      expect(await run((tx) => tx.promos.addUse(use))).to.equal(false);
      expect((await run((tx) => tx.promos.all()))[0]?.uses).to.equal(1);
    });

    it('the code somebody keeps for later is the last one they entered, until it is forgotten', async () => {
      const [vera = 0] = await people(1);
      for (const code of ['FIRST', 'SECOND']) await run((tx) => tx.promos.add(aPromo({ code })));
      expect(await run((tx) => tx.promos.kept(vera))).to.equal(undefined);
      await run((tx) => tx.promos.keep(vera, 'FIRST', NOW));
      await run((tx) => tx.promos.keep(vera, 'SECOND', NOW));
      expect(await run((tx) => tx.promos.kept(vera))).to.equal('SECOND');
      await run((tx) => tx.promos.forgetKept(vera));
      expect(await run((tx) => tx.promos.kept(vera))).to.equal(undefined);
    });

    it('fifty people at once use a code that seven can use seven times (case 34)', async () => {
      await run((tx) => tx.promos.add(aPromo({ code: 'SEVEN', benefit: { kind: 'days', days: 7 }, total: 7 })));
      const redeem = redeeming();
      const all = await people(50);
      const outcomes = await Promise.all(all.map((userId) => redeem.execute({ userId, code: 'seven' }).catch((error: unknown) => error)));
      expect(outcomes.filter((outcome) => !(outcome instanceof Error))).to.have.length(7);
      expect(outcomes.filter((outcome) => outcome instanceof PromoRefused && outcome.why === 'over')).to.have.length(43);
      expect((await run((tx) => tx.promos.usage('SEVEN', 1))).total).to.equal(7);
      const waiting = await Promise.all(all.map((userId) => run((tx) => tx.bonusDays.waiting(userId))));
      expect(waiting.reduce((sum, days) => sum + days, 0)).to.equal(49);
    });

    it('one person at once gets the days of a code once', async () => {
      const [vera = 0] = await people(1);
      await run((tx) => tx.promos.add(aPromo({ code: 'WEEK', benefit: { kind: 'days', days: 7 }, each: 5 })));
      const redeem = redeeming();
      const outcomes = await Promise.all(Array.from({ length: 20 }, () => redeem.execute({ userId: vera, code: 'WEEK' }).catch((error: unknown) => error)));
      expect(outcomes.filter((outcome) => !(outcome instanceof Error))).to.have.length(1);
      expect(await run((tx) => tx.bonusDays.waiting(vera))).to.equal(7);
    });
  });
}
