import { type CommandParser, defineScript } from 'redis';

/**
 * One admission, decided in Redis itself so that no two processes can take the same room. KEYS: the moments of the last admissions,
 * newest first, and the subject's refusals. ARGV: the time (0 for the clock of Redis), quiet time, refusals before a ban (0 for never),
 * number of ban steps, the steps, then the windows as most and length. Answers: allowed, milliseconds to wait, banned.
 */
const SOURCE = `
local now, quiet, patience, steps = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
if now == 0 then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end
local strikes, level, banned = 0, 0, 0
local record = redis.call('HMGET', KEYS[2], 'strikes', 'level', 'banned', 'forget')
if record[4] and tonumber(record[4]) > now then
  strikes, level, banned = tonumber(record[1]), tonumber(record[2]), tonumber(record[3])
end
if banned > now then return {0, banned - now, 1} end
local wait, kept, longest = 0, 0, 0
for i = 5 + steps, #ARGV, 2 do
  local most, length = tonumber(ARGV[i]), tonumber(ARGV[i + 1])
  local oldest = redis.call('LINDEX', KEYS[1], most - 1)
  if oldest then wait = math.max(wait, tonumber(oldest) + length - now) end
  kept, longest = math.max(kept, most), math.max(longest, length)
end
if wait <= 0 then
  redis.call('LPUSH', KEYS[1], now)
  redis.call('LTRIM', KEYS[1], 0, kept - 1)
  -- The windows follow the caller's clock, the expiry the server's: what is kept longer is only memory.
  redis.call('PEXPIRE', KEYS[1], longest + 60000)
  return {1, 0, 0}
end
if patience == 0 then return {0, wait, 0} end
strikes, banned = strikes + 1, 0
if strikes >= patience then
  strikes, level = 0, math.min(level + 1, steps)
  banned = now + tonumber(ARGV[4 + level])
end
local forget = math.max(now, banned) + quiet
redis.call('HSET', KEYS[2], 'strikes', strikes, 'level', level, 'banned', banned, 'forget', forget)
redis.call('PEXPIRE', KEYS[2], forget - now + 60000)
return {0, math.max(wait, banned - now), banned > 0 and 1 or 0}
`;

/** Sent by its digest; where Redis does not know it yet, once in full. */
export const ADMIT_SCRIPT = defineScript({
  SCRIPT: SOURCE,
  NUMBER_OF_KEYS: 2,
  parseCommand(parser: CommandParser, admissions: string, refusals: string, args: readonly string[]): void {
    parser.pushKey(admissions);
    parser.pushKey(refusals);
    parser.push(...args);
  },
  transformReply: (reply: unknown): readonly number[] => (Array.isArray(reply) ? reply.map(Number) : []),
});
