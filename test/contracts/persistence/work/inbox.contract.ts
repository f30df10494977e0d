import { expect } from 'chai';
import type { Transaction } from '#use-cases/ports/persistence/unit-of-work.js';
import { minutesAfter, NOW, secondsAfter } from '../../../builders/now.js';
import { usePersistence, type OpenPersistence } from '../persistence-under-test.js';

/** What came in from outside, kept once however often it is delivered. */
export function inboxContract(label: string, open: OpenPersistence): void {
  describe(`${label}: inbox`, () => {
    const store = usePersistence(open);
    const run = <Result>(work: (tx: Transaction) => Promise<Result>) => store().unitOfWork.run(work);
    const aMessage = (changes = {}) => ({ source: 'heleket', eventKey: 'uuid-1:paid', body: new Uint8Array([0, 123, 255, 10]), receivedAt: NOW, ...changes });
    const add = (changes = {}) => run((tx) => tx.inbox.add(aMessage(changes)));
    const find = (eventKey = 'uuid-1:paid') => run((tx) => tx.inbox.find('heleket', eventKey));
    const due = (now: Date, limit = 10, sources: readonly string[] = ['heleket']) => run((tx) => tx.inbox.due(sources, now, limit));

    it('keeps a message byte for byte', async () => {
      expect(await add()).to.equal('new');
      const found = await find();
      expect([...(found?.body ?? [])]).to.deep.equal([0, 123, 255, 10]);
      expect([found?.state, found?.attempts, found?.receivedAt.toISOString()]).to.deep.equal(['received', 0, NOW.toISOString()]);
      expect(await find('another')).to.equal(undefined);
    });

    it('a thousand deliveries of one event at once are one row', async () => {
      const answers = await Promise.all(Array.from({ length: 1000 }, () => add()));
      expect(answers.filter((answer) => answer === 'new')).to.have.length(1);
      expect(await due(minutesAfter(60))).to.deep.equal([{ source: 'heleket', eventKey: 'uuid-1:paid' }]);
    });

    it('the same key of another sender is another message', async () => {
      await add();
      expect(await add({ source: 'wata' })).to.equal('new');
    });

    it('a repeat does not replace what came first', async () => {
      await add();
      expect(await add({ body: new Uint8Array([9]), receivedAt: minutesAfter(5) })).to.equal('repeated');
      expect((await find())?.body).to.have.length(4);
    });

    it('what nobody has handled is found by the sweeper', async () => {
      await add({ eventKey: 'second', receivedAt: secondsAfter(2) });
      await add({ eventKey: 'first', receivedAt: secondsAfter(1) });
      expect((await due(minutesAfter(60))).map((key) => key.eventKey)).to.deep.equal(['first', 'second']);
      expect(await due(minutesAfter(60), 1)).to.have.length(1);
    });

    it('each sweep sees only the senders it asks for', async () => {
      await add();
      await add({ source: 'telegram' });
      expect(await due(minutesAfter(60), 10, ['wata'])).to.deep.equal([]);
      expect(await due(minutesAfter(60), 10, [])).to.deep.equal([]);
      expect(await due(minutesAfter(60), 10, ['telegram'])).to.deep.equal([{ source: 'telegram', eventKey: 'uuid-1:paid' }]);
      expect(await due(minutesAfter(60), 10, ['telegram', 'heleket'])).to.have.length(2);
    });

    it('old processed messages of one sender are forgotten, and no others', async () => {
      await add({ eventKey: 'old' });
      await add({ eventKey: 'unfinished' });
      await add({ eventKey: 'fresh', receivedAt: minutesAfter(10) });
      await add({ eventKey: 'old', source: 'telegram' });
      await run(async (tx) => {
        for (const [source, key] of [['heleket', 'old'], ['heleket', 'fresh'], ['telegram', 'old']] as const) await tx.inbox.processed(source, key, minutesAfter(11));
      });
      expect(await run((tx) => tx.inbox.removeProcessed('heleket', minutesAfter(5)))).to.equal(1);
      expect(await find('old')).to.equal(undefined);
      expect([(await find('fresh'))?.state, (await find('unfinished'))?.state]).to.deep.equal(['processed', 'received']);
      expect(await run((tx) => tx.inbox.find('telegram', 'old'))).to.have.property('state', 'processed');
    });

    it('what nobody has processed is read back as it came, of one source, the oldest first', async () => {
      await add({ eventKey: 'late', receivedAt: minutesAfter(10) });
      await add({ eventKey: 'early', body: new TextEncoder().encode('{"a":1}') });
      await add({ eventKey: 'done' });
      await add({ eventKey: 'elsewhere', source: 'telegram' });
      await run((tx) => tx.inbox.processed('heleket', 'done', minutesAfter(1)));
      const waiting = await run((tx) => tx.inbox.waiting('heleket', 10));
      expect(waiting.map(({ eventKey }) => eventKey)).to.deep.equal(['early', 'late']);
      expect(new TextDecoder().decode(waiting[0]?.body)).to.equal('{"a":1}');
      expect(await run((tx) => tx.inbox.waiting('heleket', 1))).to.have.length(1);
    });

    it('what is processed is not handed out again, not even when it is delivered again', async () => {
      await add();
      await run((tx) => tx.inbox.processed('heleket', 'uuid-1:paid', minutesAfter(1)));
      expect((await find())?.state).to.equal('processed');
      expect(await add()).to.equal('repeated');
      expect(await due(minutesAfter(60))).to.deep.equal([]);
    });

    it('a failure is tried again at its time', async () => {
      await add();
      await run((tx) => tx.inbox.failed('heleket', 'uuid-1:paid', 'provider silent', minutesAfter(5)));
      expect([(await find())?.state, (await find())?.attempts]).to.deep.equal(['received', 1]);
      expect(await due(minutesAfter(4))).to.deep.equal([]);
      expect(await due(minutesAfter(5))).to.have.length(1);
    });

    it('what is given up waits for a person', async () => {
      await add();
      await run((tx) => tx.inbox.failed('heleket', 'uuid-1:paid', 'no such payment', undefined));
      expect((await find())?.state).to.equal('dead');
      expect(await due(minutesAfter(600))).to.deep.equal([]);
    });

    it('an unfinished transaction leaves no message', async () => {
      await run(async (tx) => {
        await tx.inbox.add(aMessage());
        throw new RangeError('cut');
      }).catch(() => undefined);
      expect(await find()).to.equal(undefined);
    });
  });
}
