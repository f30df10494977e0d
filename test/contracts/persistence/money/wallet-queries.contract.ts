import { expect } from 'chai';
import type { StatementLine } from '#domain/wallet/statement.js';
import { Money } from '#domain/shared/money.js';
import { hold, topUp } from '#domain/wallet/ledger.js';
import { aStatementLine } from '../../../builders/a-statement-line.js';
import { nextId } from '../../../builders/next-id.js';
import { minutesAfter, NOW } from '../../../builders/now.js';
import { ton } from '../../../builders/ton.js';
import { usePersistence, type OpenPersistence } from '../persistence-under-test.js';
import { plain } from '../kit/plain.js';
import { aPersonWith } from '../kit/stock.js';

const LONG_AGO = minutesAfter(-60 * 24 * 30);

/** The wallet as its owner sees it. */
export function walletQueriesContract(label: string, open: OpenPersistence): void {
  describe(`${label}: wallet`, () => {
    const store = usePersistence(open);
    const write = async (lines: readonly StatementLine[]) => {
      for (const line of lines) await store().unitOfWork.run((tx) => tx.statement.add(line));
    };
    const history = (userId: number, filter = {}) => store().wallet.history(userId, { since: LONG_AGO, limit: 10, ...filter });
    const ids = (lines: readonly StatementLine[]) => lines.map((line) => line.id);

    it('shows what can be spent and what is held', async () => {
      const userId = await aPersonWith(store().unitOfWork, ton('5'));
      await store().unitOfWork.run((tx) => tx.ledger.post(hold(nextId(), userId, ton('2'))));
      expect(plain(await store().wallet.wallet(userId))).to.deep.equal(plain({ available: ton('3'), held: ton('2') }));
      expect(plain(await store().wallet.wallet(4_242))).to.deep.equal(plain({ available: ton('0'), held: ton('0') }));
    });

    it('shows every currency somebody has something in, the shop\'s own first and even when it is empty', async () => {
      const userId = await aPersonWith(store().unitOfWork);
      const own = plain({ available: ton('0'), held: ton('0') });
      expect(plain(await store().wallet.balances(userId))).to.deep.equal([own]);
      const [rub, stars] = [Money.parse('299', 'RUB'), Money.of(250n, 'XTR')];
      await store().unitOfWork.run(async (tx) => {
        for (const amount of [stars, rub]) await tx.ledger.post(topUp({ gateway: 'heleket', chargeId: nextId(), userId, amount, total: amount }));
        await tx.ledger.post(hold(nextId(), userId, stars));
      });
      const others = [{ available: rub, held: Money.zero('RUB') }, { available: Money.zero('XTR'), held: stars }];
      expect(plain(await store().wallet.balances(userId))).to.deep.equal([own, ...others.map(plain)]);
      expect(plain(await store().wallet.balances(4_242))).to.deep.equal([own]);
    });

    it('pages through lines of the same moment without losing or repeating one', async () => {
      const userId = await aPersonWith(store().unitOfWork);
      const lines = Array.from({ length: 7 }, () => aStatementLine({ userId, createdAt: NOW }));
      const newer = aStatementLine({ userId, createdAt: minutesAfter(1) });
      await write([...lines, newer]);
      const seen: string[] = [];
      let cursor: string | undefined;
      let pages = 0;
      do {
        const page = await history(userId, { cursor, limit: 3 });
        seen.push(...ids(page.lines));
        cursor = page.next;
        pages += 1;
      } while (cursor !== undefined && pages < 10);
      expect(pages).to.equal(3);
      expect(seen).to.deep.equal([newer.id, ...ids(lines).reverse()]);
    });

    it('the last full page knows that it is the last', async () => {
      const userId = await aPersonWith(store().unitOfWork);
      await write(Array.from({ length: 4 }, () => aStatementLine({ userId })));
      const first = await history(userId, { limit: 2 });
      expect((await history(userId, { limit: 2, cursor: first.next })).next).to.equal(undefined);
    });

    it('a line that arrives while somebody pages is not slipped in between', async () => {
      const userId = await aPersonWith(store().unitOfWork);
      const old = [aStatementLine({ userId, createdAt: minutesAfter(-2) }), aStatementLine({ userId, createdAt: minutesAfter(-3) })];
      await write(old);
      const first = await history(userId, { limit: 1 });
      await write([aStatementLine({ userId, createdAt: NOW })]);
      expect(ids((await history(userId, { limit: 1, cursor: first.next })).lines)).to.deep.equal([old[1]?.id]);
    });

    it('shows only the type and the days asked for', async () => {
      const userId = await aPersonWith(store().unitOfWork);
      const bought = aStatementLine({ userId, type: 'purchase' });
      const ancient = aStatementLine({ userId, createdAt: minutesAfter(-1, LONG_AGO) });
      const charged = aStatementLine({ userId });
      await write([bought, ancient, charged]);
      expect(ids((await history(userId, { type: 'purchase' })).lines)).to.deep.equal([bought.id]);
      expect(ids((await history(userId)).lines)).to.have.members([bought.id, charged.id]).and.have.length(2);
    });

    it('a cursor nobody issued starts at the top', async () => {
      const userId = await aPersonWith(store().unitOfWork);
      const line = aStatementLine({ userId });
      await write([line]);
      for (const cursor of ['', 'nonsense', '%00', Buffer.from('{"at":1}').toString('base64url')]) {
        expect(ids((await history(userId, { cursor })).lines), cursor).to.deep.equal([line.id]);
      }
    });

    it("another person's line is as unknown as none", async () => {
      const [vera, oleg] = [await aPersonWith(store().unitOfWork), await aPersonWith(store().unitOfWork)];
      const line = aStatementLine({ userId: vera });
      await write([line]);
      expect(await store().wallet.line(oleg, line.id)).to.equal(undefined);
      expect((await history(oleg)).lines).to.deep.equal([]);
      for (const id of [nextId(), '1', "x' OR 1=1 --"]) expect(await store().wallet.line(vera, id)).to.equal(undefined);
    });
  });
}
