import { expect } from 'chai';
import { capture, hold, InsufficientFunds, release, reverseTopUp, topUp, TransferMismatch } from '#domain/wallet/ledger.js';
import type { Transfer } from '#domain/wallet/ledger.js';
import { nextId } from '../../../builders/next-id.js';
import { ton } from '../../../builders/ton.js';
import { usePersistence, type OpenPersistence } from '../persistence-under-test.js';
import { refusal } from '../kit/refusal.js';
import { aPersonWith } from '../kit/stock.js';

/** What every ledger owes its people: money counted once, never below zero, never out of nothing. */
export function ledgerContract(label: string, open: OpenPersistence): void {
  describe(`${label}: ledger`, () => {
    const store = usePersistence(open);
    const post = (transfer: Transfer) => store().unitOfWork.run((tx) => tx.ledger.post(transfer));
    const balanceOf = async (userId: number) => {
      const { available, held } = await store().unitOfWork.run((tx) => tx.ledger.balance(userId, 'TON'));
      return { available: available.toString(), held: held.toString() };
    };
    const aTopUp = (userId: number, amount = ton('10')) => topUp({ gateway: 'heleket', chargeId: nextId(), userId, amount, total: amount });

    it('a stranger has nothing', async () => {
      expect(await balanceOf(4_242)).to.deep.equal({ available: '0 TON', held: '0 TON' });
    });

    it('a top-up told twice is credited once', async () => {
      const userId = await aPersonWith(store().unitOfWork);
      const transfer = aTopUp(userId);
      expect(await post(transfer)).to.equal('posted');
      expect(await post(transfer)).to.equal('already-posted');
      expect(await balanceOf(userId)).to.deep.equal({ available: '10 TON', held: '0 TON' });
    });

    it('a balance asked for right behind a posting knows of it', async () => {
      const userId = await aPersonWith(store().unitOfWork);
      const balance = await store().unitOfWork.run(async (tx) => (await Promise.all([tx.ledger.post(aTopUp(userId)), tx.ledger.balance(userId, 'TON')]))[1]);
      expect(balance.available.toString()).to.equal('10 TON');
    });

    it('a top-up told fifty times at once is credited once', async () => {
      const userId = await aPersonWith(store().unitOfWork);
      const transfer = aTopUp(userId);
      const answers = await Promise.all(Array.from({ length: 50 }, () => post(transfer)));
      expect(answers.filter((answer) => answer === 'posted')).to.have.length(1);
      expect((await balanceOf(userId)).available).to.equal('10 TON');
    });

    it('a known reference with another amount is refused and moves nothing', async () => {
      const userId = await aPersonWith(store().unitOfWork);
      const transfer = aTopUp(userId);
      await post(transfer);
      await refusal(post({ ...transfer, amount: ton('11') }), TransferMismatch);
      expect((await balanceOf(userId)).available).to.equal('10 TON');
    });

    it('a known reference for another person, sender or kind is refused', async () => {
      const userId = await aPersonWith(store().unitOfWork);
      const other = await aPersonWith(store().unitOfWork);
      const transfer = aTopUp(userId);
      await post(transfer);
      await refusal(post({ ...transfer, to: { kind: 'user:available', userId: other } }), TransferMismatch);
      await refusal(post({ ...transfer, from: { kind: 'gateway:wata' } }), TransferMismatch);
      await refusal(post({ ...transfer, kind: 'reversal' }), TransferMismatch);
      expect((await balanceOf(other)).available).to.equal('0 TON');
    });

    it('nobody spends more than they have', async () => {
      const userId = await aPersonWith(store().unitOfWork, ton('1'));
      await refusal(post(hold(nextId(), userId, ton('1.000000001'))), InsufficientFunds);
      expect(await balanceOf(userId)).to.deep.equal({ available: '1 TON', held: '0 TON' });
    });

    it('money taken back by the payer cannot push a balance below zero', async () => {
      const userId = await aPersonWith(store().unitOfWork, ton('1'));
      await refusal(post(reverseTopUp({ gateway: 'heleket', chargeId: nextId(), userId, amount: ton('2') })), InsufficientFunds);
      expect((await balanceOf(userId)).available).to.equal('1 TON');
    });

    it('held money is out of reach until it is captured or released', async () => {
      const userId = await aPersonWith(store().unitOfWork, ton('5'));
      const [bought, returned] = [nextId(), nextId()];
      await post(hold(bought, userId, ton('3')));
      await post(hold(returned, userId, ton('2')));
      expect(await balanceOf(userId)).to.deep.equal({ available: '0 TON', held: '5 TON' });
      await post(capture(bought, userId, ton('3')));
      await post(release(returned, userId, ton('2')));
      expect(await balanceOf(userId)).to.deep.equal({ available: '2 TON', held: '0 TON' });
    });

    it('what is not held cannot be captured or released', async () => {
      const userId = await aPersonWith(store().unitOfWork, ton('5'));
      await refusal(post(capture(nextId(), userId, ton('1'))), InsufficientFunds);
      await refusal(post(release(nextId(), userId, ton('1'))), InsufficientFunds);
    });

    it('each currency is a purse of its own', async () => {
      const userId = await aPersonWith(store().unitOfWork, ton('5'));
      const rubles = await store().unitOfWork.run((tx) => tx.ledger.balance(userId, 'RUB'));
      expect(rubles.available.toString()).to.equal('0 RUB');
    });

    it('work that fails later leaves no transfer behind', async () => {
      const userId = await aPersonWith(store().unitOfWork);
      const transfer = aTopUp(userId);
      const broken = store().unitOfWork.run(async (tx) => {
        await tx.ledger.post(transfer);
        throw new RangeError('the rest went wrong');
      });
      await refusal(broken, RangeError);
      expect((await balanceOf(userId)).available).to.equal('0 TON');
      expect(await post(transfer), 'its reference is free again').to.equal('posted');
    });

    it('of two hundred purchases at once exactly those with funds succeed', async () => {
      const userId = await aPersonWith(store().unitOfWork, ton('7.5'));
      const attempts = await Promise.allSettled(Array.from({ length: 200 }, () => post(hold(nextId(), userId, ton('1')))));
      const refused = attempts.flatMap((attempt) => (attempt.status === 'rejected' ? [attempt.reason as unknown] : []));
      expect(refused).to.have.length(193);
      expect(refused.filter((reason) => !(reason instanceof InsufficientFunds))).to.deep.equal([]);
      expect(await balanceOf(userId)).to.deep.equal({ available: '0.5 TON', held: '7 TON' });
    });

    it('opposite transfers at once neither block each other nor lose a coin', async () => {
      const userId = await aPersonWith(store().unitOfWork, ton('50'));
      const held = Array.from({ length: 25 }, () => nextId());
      for (const orderId of held) await post(hold(orderId, userId, ton('1')));
      await Promise.all(held.flatMap((orderId) => [post(release(orderId, userId, ton('1'))), post(hold(nextId(), userId, ton('1')))]));
      expect(await balanceOf(userId)).to.deep.equal({ available: '25 TON', held: '25 TON' });
    });
  });
}
