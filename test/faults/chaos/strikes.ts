import { setTimeout as pause } from 'node:timers/promises';
import type { System } from '../../e2e/support/outside.js';
import { MEMBERS } from './fleet.js';
import type { Ground } from './ground.js';

/** One blow: resolves when what was struck is there again. */
export interface Strike {
  readonly name: string;
  run(ground: Ground): Promise<void>;
}

export interface StrikeCounts {
  readonly postgres: number;
  readonly redis: number;
  readonly processes: number;
  readonly providers: readonly System[];
}

const PROVIDER_AWAY_MS = 5_000;

const postgresStops: Strike = {
  name: 'Postgres stopped at once and started',
  run: async ({ postgres }) => {
    await postgres.stopAtOnce();
    await postgres.startAgain();
  },
};

const redisDies: Strike = {
  name: 'Redis killed and started empty',
  run: async ({ redis }) => {
    await redis.kill();
    await redis.startAgain();
  },
};

const redisForgets: Strike = { name: 'Redis flushed', run: ({ redis }) => redis.flush() };

/** All strikes of a run, in an order that the seed decides; every process is killed in its turn. */
export function strikesOf(counts: StrikeCounts, random: () => number): readonly Strike[] {
  const strikes: Strike[] = [
    ...Array.from({ length: counts.postgres }, () => postgresStops),
    ...Array.from({ length: counts.redis }, (_, index) => (index % 2 === 0 ? redisDies : redisForgets)),
    ...Array.from({ length: counts.processes }, (_, index) => processDies(index)),
    ...counts.providers.map(providerFails),
  ];
  return strikes.map((strike) => ({ strike, at: random() })).sort((one, other) => one.at - other.at).map(({ strike }) => strike);
}

function processDies(index: number): Strike {
  const member = MEMBERS[index % MEMBERS.length] ?? 'bot';
  return {
    name: `a ${member.replace(/-\d/, '')} process killed and started`,
    run: async ({ fleet }) => {
      await fleet.kill(member);
      await fleet.start(member);
    },
  };
}

function providerFails(system: System): Strike {
  return {
    name: `${system} fails for ${PROVIDER_AWAY_MS / 1000} seconds`,
    run: async ({ outside }) => {
      await outside.arm(system, 'failing');
      await pause(PROVIDER_AWAY_MS);
      await outside.calm();
    },
  };
}
