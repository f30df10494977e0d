import { guardsOf, type Guard } from '../guard.js';

const TELEGRAM = 'src/adapters/inbound/telegram';
const UPDATES = ['test/adapters/telegram/updates.test.ts', 'test/adapters/telegram/polling.test.ts'];
const TURNS = ['test/use-cases/operations/telling-in-turn.test.ts'];
const PACE = ['test/adapters/memory/sending-pace.test.ts'];
const SHARED_PACE = ['test/adapters/redis/sending-pace.test.ts'];
const STARS = ['test/adapters/payments/stars/queues.test.ts'];
const LIMITS = ['test/adapters/telegram/rate-limits.test.ts'];

export const GUARDS_OF_TELEGRAM: readonly Guard[] = [
  ...guardsOf('src/use-cases/operations/handle-update-once.ts', UPDATES, [
    ['an update is handled once', `if (claim === 'handled') return 'repeated';`, ''],
    ['an update in hand elsewhere is left alone', `if (claim === 'in-hand') throw new UpdateInHand();`, ''],
  ]),
  ...guardsOf(`${TELEGRAM}/middleware/errors-told.ts`, UPDATES, [
    ['an update the store was not there for comes again', 'if (error instanceof StoreUnavailable) throw error;', ''],
  ]),
  ...guardsOf(`${TELEGRAM}/updates/incoming.ts`, UPDATES, [
    ['a button is pressed in private', `if (!message || message.chat.type !== 'private' || message.chat.id !== from.id || from.is_bot) return undefined;`, 'if (!message) return undefined;'],
    ['a message is sent in private', `if (!from || from.is_bot || message.chat.type !== 'private' || message.chat.id !== from.id) return undefined;`, 'if (!from || from.is_bot) return undefined;'],
    ['bots are not served', `if (!from || from.is_bot || message.chat.type`, `if (!from || message.chat.type`],
    ['a message comes from the person', `if ('business_connection_id' in message || message.sender_chat) return undefined;`, ''],
  ]),
  ...guardsOf(`${TELEGRAM}/middleware/one-at-a-time.ts`, UPDATES, [
    ['a person is served one thing at a time', 'return (ctx, next) => lock.withLock(`user:${ctx.incoming.userId}`, next);', 'return (ctx, next) => lock.withLock(`user:${ctx.incoming.updateId}`, next);'],
  ]),
  ...guardsOf(`${TELEGRAM}/updates/update-line.ts`, UPDATES, [
    ['an update is confirmed after it was handled', `if (state === 'working') return last;`, ''],
    ['an update in hand is not begun again', 'if (this.taken.has(update.update_id)) continue;', ''],
  ]),
  ...guardsOf(`${TELEGRAM}/updates/update-poller.ts`, STARS, [
    ['a long queue is read to its end first', 'this.readingOn = updates.length === BATCH && (await this.mayReadOn());', 'this.readingOn = false;'],
  ]),
  ...guardsOf(`${TELEGRAM}/updates/update-line.ts`, STARS, [
    ['what is written down is handled by the next process', 'this.waiting.push(JSON.parse(new TextDecoder().decode(body)) as Update);', ''],
  ]),
  ...guardsOf(`${TELEGRAM}/bot.ts`, [...STARS, ...LIMITS], [
    ['a payment waits for no lock and no limit', 'if (taken) return taken;', ''],
  ]),
  ...guardsOf(`${TELEGRAM}/middleware/within-limits.ts`, LIMITS, [
    ['a person who asks too often waits', 'if (!admission.allowed) return refuse(ctx.incoming, admission);', ''],
    ['what was let in is let in again', 'owed.add(ctx.incoming.updateId);', ''],
  ]),
  ...guardsOf('src/adapters/outbound/telegram/telegram-notifier.ts', ['test/adapters/telegram/notifier.test.ts'], [
    ['telegram says how long to wait', 'afterMs: answer.retryAfterMs ?? FIRST_PAUSE_MS, reason', 'afterMs: FIRST_PAUSE_MS, reason'],
  ]),
  ...guardsOf('src/use-cases/operations/deliver-notices.ts', TURNS, [
    ['the pace hears what telegram asks for', 'await this.pace.holdBack(sendOf(pending), afterMs);', ''],
    ['a pause that telegram asks for is no failure', `if (result.outcome === 'too-fast') return this.obey(pending, result);`, ''],
    ['no receipt has to wait for the steps of a delivery', `changesScreen: notice.kind === 'order-progress'`, 'changesScreen: false'],
    ['who waits for a turn is due when it comes', 'resting.push({ pending, dueAt });', 'resting.push({ pending, dueAt: this.in(turn.afterMs + 1) });'],
    ['who follows one that waits for everybody waits too', 'waiting: batch.slice(index)', 'waiting: [pending]'],
  ]),
  ...guardsOf('src/adapters/inbound/jobs/job-worker.ts', ['test/adapters/jobs/job-worker.test.ts'], [
    ['the worker comes again for who waits for a turn', 'this.alarm.set(nextInMs);', 'return;'],
  ]),
  ...guardsOf('src/use-cases/ports/providers/notice-lane.ts', TURNS, [
    ['what concerns nobody\'s money goes behind receipts', `kind === 'payment-expired' ? 'bulk' : 'receipt'`, `kind === 'payment-expired' ? 'receipt' : 'receipt'`],
  ]),
  ...guardsOf('src/adapters/outbound/memory/providers/memory-sending-pace.ts', [...TURNS, ...PACE], [
    ['pace in memory: a chat hears one message a second', `if (rest > 0) return { granted: false, waits: 'chat', afterMs: rest };`, ''],
    ['pace in memory: thirty a second in all', `if (wait > 0) return { granted: false, waits: 'everybody', afterMs: wait };`, ''],
    ['pace in memory: a refusal of bulk holds everybody back', `if (lane === 'bulk' || another)`, 'if (another)'],
    ['pace in memory: a second refused chat holds everybody back', `if (lane === 'bulk' || another)`, `if (lane === 'bulk')`],
    ['pace in memory: a shorter wait ends no longer one', 'Math.max(known, until)', 'until'],
  ]),
  ...guardsOf('src/adapters/outbound/redis/limits/pace-scripts.ts', SHARED_PACE, [
    ['pace of all processes: a chat hears one message a second', 'if rest > 0 then return {1, rest} end', ''],
    ['pace of all processes: thirty a second in all', 'if wait > 0 then return {2, wait} end', ''],
    ['pace of all processes: a refusal of bulk holds everybody back', `if ARGV[4] == '1' or another`, 'if another'],
    ['pace of all processes: a second refused chat holds everybody back', `if ARGV[4] == '1' or another`, `if ARGV[4] == '1'`],
    ['pace of all processes: a shorter wait ends no longer one', 'if moment > known then redis', 'if moment then redis'],
  ]),
  ...guardsOf('src/adapters/outbound/redis/limits/redis-sending-pace.ts', SHARED_PACE, [
    ['pace of all processes: what telegram asked for outlives redis', 'await this.insurance.holdBack(send, forMs);', ''],
    ['pace of all processes: without redis memory decides', 'return this.insurance.takeTurn(send);', 'return { granted: true };'],
  ]),
  ...guardsOf(`${TELEGRAM}/api/messenger.ts`, ['test/adapters/telegram/errors.test.ts', ...UPDATES], [
    ['no failure carries the token', `return error instanceof Error ? error.name : 'unknown failure';`, `return error instanceof Error ? error.message : 'unknown failure';`],
  ]),
  ...guardsOf('src/adapters/texts/texts.ts', ['test/adapters/texts/texts.test.ts', 'test/adapters/telegram/hostile-names.test.ts'], [
    ['no value becomes a tag', 'return this.fill(language, key, values, escapeHtml);', 'return this.fill(language, key, values, (text) => text);'],
  ]),
  ...guardsOf('src/adapters/texts/html.ts', ['test/adapters/texts/texts.test.ts', 'test/adapters/texts/rendering.test.ts'], [
    ['every sign of a tag is escaped', 'text.replace(/[&<>"]/g,', 'text.replace(/[<>"]/g,'],
  ]),
];
