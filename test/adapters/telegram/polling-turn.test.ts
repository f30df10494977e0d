import { once } from 'node:events';
import { expect } from 'chai';
import { type HoldTurn, PollingTurn } from '#adapters/inbound/telegram/updates/polling-turn.js';
import { MemoryLogger } from '#adapters/outbound/memory/runtime/memory-logger.js';
import { HoldLease } from '#use-cases/operations/hold-lease.js';
import { until } from '../../e2e/support/until.js';
import { BotLab, VERA } from './bot-lab.js';

describe('two bots on one token', () => {
  const never = new AbortController().signal;
  const turns: PollingTurn[] = [];
  afterEach(async () => {
    for (const turn of turns.splice(0)) await turn.giveBack();
  });

  /** A lease of their own kind: who holds it, and whether the store answers. */
  function bots() {
    const store = { holder: undefined as string | undefined, away: false };
    const turnOf = (name: string): PollingTurn => {
      const hold: HoldTurn = async (forMs) => {
        if (store.away) throw new Error('the store is away');
        if (store.holder !== undefined && store.holder !== name) return false;
        store.holder = forMs > 0 ? name : undefined;
        return true;
      };
      const turn = new PollingTurn(hold, new MemoryLogger(), { leaseMs: 60, renewMs: 5 });
      turns.push(turn);
      return turn;
    };
    return { store, anna: turnOf('anna'), boris: turnOf('boris') };
  }

  it('take turns: the second begins when the first gives its turn back', async () => {
    const { store, anna, boris } = bots();
    const annas = await anna.wait(never);
    const boriss = boris.wait(never);
    await anna.giveBack();
    expect(annas?.aborted).to.equal(true);
    expect((await boriss)?.aborted).to.equal(false);
    expect(store.holder).to.equal('boris');
  });

  it('stop in the middle of waiting', async () => {
    const { anna, boris } = bots();
    await anna.wait(never);
    const stopping = new AbortController();
    const waiting = boris.wait(stopping.signal);
    stopping.abort();
    expect(await waiting).to.equal(undefined);
  });

  it('lose their turn when another one has it', async () => {
    const { store, anna } = bots();
    const turn = await anna.wait(never);
    store.holder = 'boris';
    if (turn?.aborted === false) await once(turn, 'abort');
  });

  it('lose their turn when the store has not answered for as long as it lasts', async () => {
    const { store, anna } = bots();
    const turn = await anna.wait(never);
    store.away = true;
    if (turn?.aborted === false) await once(turn, 'abort');
    store.away = false;
    expect((await anna.wait(never))?.aborted).to.equal(false);
  });

  it('do not fight: one asks Telegram, and the other goes on where it stopped', async function () {
    this.timeout(20_000);
    const names = ['anna', 'boris'];
    const lab = await BotLab.open({
      changes: ({ clock }, { memory }) => {
        const holder = names.shift() ?? '';
        return { holdTurn: (forMs) => new HoldLease(memory, clock).execute({ name: 'polling', holder, forMs }) };
      },
    });
    const boris = lab.anotherBot();
    const answers = async (): Promise<number> => (await lab.messages()).filter(({ from }) => from === 'bot').length;
    const answered = (count: number): Promise<true> => until(async () => ((await answers()) >= count ? true : undefined), () => `${count} answers`);
    await lab.bot.startPolling();
    await lab.telegram.person(VERA).say('/start', { firstName: 'Вера', languageCode: 'ru' });
    await answered(1);
    await boris.startPolling();
    const stoodBy = () => (JSON.stringify(lab.shop.logger.lines).includes('this one stands by') ? true : undefined);
    await until(stoodBy, () => 'both ask');
    await lab.telegram.person(VERA).say('/help');
    await answered(2);
    await lab.bot.stop();
    await lab.telegram.person(VERA).say('/balance');
    await answered(3);
    expect(JSON.stringify(lab.shop.logger.lines)).not.to.contain('Conflict');
    await boris.stop();
    await lab.close();
  });
});
