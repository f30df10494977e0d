import type { RemnawaveTiming } from '#sandbox/panels/remnawave/remnawave-simulator.js';
import type { Major } from '#sandbox/panels/remnawave/users/user.js';
import { openRemnawaveWorld, type RemnawaveWorld } from '../../contracts/panels/remnawave/remnawave-world.js';

export interface Answered {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** The stand-in by its wire, without an adapter in between. */
export interface RemnawaveStand {
  readonly world: RemnawaveWorld;
  readonly squads: readonly string[];
  at(seconds: number): string;
  create(username: string, fields?: object): Promise<Answered>;
  patch(username: string, fields: object): Promise<Answered>;
  read(username: string): Promise<Record<string, unknown>>;
  act(username: string, action: string, body?: object): Promise<Answered>;
  remove(username: string): Promise<Answered>;
}

export async function openRemnawaveStand(major: Major, timing: Partial<RemnawaveTiming> = {}): Promise<RemnawaveStand> {
  const world = await openRemnawaveWorld(major, timing);
  const at = (seconds: number): string => new Date(world.now().getTime() + seconds * 1000).toISOString();
  const squads = world.simulator.placement;
  const address = (username: string): string => {
    const user = world.simulator.inspect(username);
    return major === 2 ? (user?.uuid ?? '') : String(user?.id ?? '');
  };
  return {
    world,
    squads,
    at,
    create: (username, fields = {}) => world.call('POST', '/users/', { username, expireAt: at(3600), activeInternalSquads: squads, ...fields }),
    patch: (username, fields) => world.call('PATCH', '/users/', { username, ...fields }),
    read: async (username) => (await world.call('GET', `/users/by-username/${username}`)).body.response as Record<string, unknown>,
    act: (username, action, body) => world.call('POST', `/users/${address(username)}/actions/${action}`, body),
    remove: (username) => world.call('DELETE', `/users/${address(username)}`),
  };
}

/** A business refusal as a pair. */
export function refusal({ status, body }: Answered): readonly [number, unknown] {
  return [status, body.errorCode];
}
