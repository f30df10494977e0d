import { type CommandParser, defineScript } from 'redis';

/*
 * The pace of a bot, decided in Redis itself so that no two processes take the same turn. The moments are the caller's (ARGV[1]), or
 * with 0 those of Redis' own clock. They follow that clock and the expiry the server's: what is kept a minute longer is only memory.
 */
const NOW = `
local now = tonumber(ARGV[1])
if now == 0 then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end
local function later(key, moment)
  local known = tonumber(redis.call('GET', key) or 0)
  if moment > known then redis.call('SET', key, moment, 'PX', moment - now + 60000) end
end
`;

/**
 * KEYS: until when the chat rests, until when everybody waits, the moments of the last sends, newest first. ARGV: the time, most in a
 * second, how many moments are kept, how long the chat rests after it. Answers: who waits (0 nobody, 1 the chat, 2 everybody), how long.
 */
const TAKE_TURN = `${NOW}
local rest = tonumber(redis.call('GET', KEYS[1]) or 0) - now
if rest > 0 then return {1, rest} end
local wait = tonumber(redis.call('GET', KEYS[2]) or 0) - now
local oldest = redis.call('LINDEX', KEYS[3], tonumber(ARGV[2]) - 1)
if oldest then wait = math.max(wait, tonumber(oldest) + 1000 - now) end
if wait > 0 then return {2, wait} end
redis.call('LPUSH', KEYS[3], now)
redis.call('LTRIM', KEYS[3], 0, tonumber(ARGV[3]) - 1)
redis.call('PEXPIRE', KEYS[3], 61000)
if tonumber(ARGV[4]) > 0 then later(KEYS[1], now + tonumber(ARGV[4])) end
return {0, 0}
`;

/** KEYS: as above, but at the end which chat was refused last. ARGV: the time, for how long, the chat, 1 when all are meant. */
const HOLD_BACK = `${NOW}
local moment = now + tonumber(ARGV[2])
local last = redis.call('HMGET', KEYS[3], 'chat', 'until')
local another = last[1] and last[1] ~= ARGV[3] and tonumber(last[2]) > now
if ARGV[4] == '1' or another then later(KEYS[2], moment) end
redis.call('HSET', KEYS[3], 'chat', ARGV[3], 'until', moment)
redis.call('PEXPIRE', KEYS[3], moment - now + 60000)
later(KEYS[1], moment)
return {0, 0}
`;

export const TAKE_TURN_SCRIPT = paceScript(TAKE_TURN);
export const HOLD_BACK_SCRIPT = paceScript(HOLD_BACK);

/** Sent by its digest; where Redis does not know it yet, once in full. */
function paceScript(source: string) {
  return defineScript({
    SCRIPT: source,
    NUMBER_OF_KEYS: 3,
    parseCommand(parser: CommandParser, keys: readonly [string, string, string], args: readonly string[]): void {
      for (const key of keys) parser.pushKey(key);
      parser.push(...args);
    },
    transformReply: (reply: unknown): readonly number[] => (Array.isArray(reply) ? reply.map(Number) : []),
  });
}
