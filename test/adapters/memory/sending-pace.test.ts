import { expect } from 'chai';
import { FixedClock } from '#adapters/outbound/memory/runtime/fixed-clock.js';
import { MemorySendingPace } from '#adapters/outbound/memory/providers/memory-sending-pace.js';
import { sendingPaceContract } from '../../contracts/runtime/sending-pace.contract.js';

sendingPaceContract(
  'process memory',
  async () => ({
    aBot: () => {
      const clock = new FixedClock();
      return { processes: [new MemorySendingPace(clock)], pass: (milliseconds) => clock.advance(milliseconds) };
    },
    close: () => Promise.resolve(),
  }),
  200,
);

describe('the memory of the pace', () => {
  it('holds the chats that rest, and no others', async () => {
    const clock = new FixedClock();
    const pace = new MemorySendingPace(clock);
    for (let chatId = 1; chatId <= 1_000; chatId += 1) {
      clock.advance(100);
      await pace.takeTurn({ chatId, lane: 'receipt', changesScreen: false });
    }
    expect(pace.size).to.equal(10);
  });
});
