import { createClient, createCluster } from 'redis';
import { ADMIT_SCRIPT } from '../limits/admit-script.js';
import { HOLD_BACK_SCRIPT, TAKE_TURN_SCRIPT } from '../limits/pace-scripts.js';

const CONNECT_TIMEOUT_MS = 3_000;
const LONGEST_PAUSE_MS = 5_000;
/** Who sends a command waits for it no longer than he wants to: a second timer for each would ring for nobody. */
const UNTIMED = { commandOptions: { timeout: 0 } } as const;
const SCRIPTS = { admit: ADMIT_SCRIPT, holdBack: HOLD_BACK_SCRIPT, takeTurn: TAKE_TURN_SCRIPT } as const;

export type RedisClient = ReturnType<typeof createRedisClient>;
export type RedisCluster = ReturnType<typeof createRedisCluster>;

/** What one server and a cluster both understand; every command but `ping` and `scan` names the key it is about. */
export type RedisCommands = Pick<RedisClient, 'admit' | 'del' | 'eval' | 'exists' | 'get' | 'holdBack' | 'ping' | 'pTTL' | 'scan' | 'set' | 'takeTurn'>;

/** A client that refuses commands while it is not connected, and reconnects for as long as it is open. */
export function createRedisClient(url: string, password: string | undefined) {
  return createClient({
    url,
    ...(password === undefined ? {} : { password }),
    scripts: SCRIPTS,
    disableOfflineQueue: true,
    ...UNTIMED,
    maintNotifications: 'disabled',
    socket: { connectTimeout: CONNECT_TIMEOUT_MS, reconnectStrategy: pauseBefore },
  });
}

/**
 * A client of a cluster that knows the cluster as it was when it connected. A node that is lost stays lost to it and refuses commands
 * at once, since only who looks anew learns whether the node came back or another took its place.
 */
export function createRedisCluster(nodes: readonly string[], password: string | undefined) {
  const secure = nodes.some((node) => node.startsWith('rediss://'));
  return createCluster({
    rootNodes: nodes.map((url) => ({ url })),
    scripts: SCRIPTS,
    // Nodes are called when they are needed, so that one that is down does not keep the others from being used.
    minimizeConnections: true,
    defaults: {
      ...(password === undefined ? {} : { password }),
      disableOfflineQueue: true,
      ...UNTIMED,
      maintNotifications: 'disabled',
      socket: { connectTimeout: CONNECT_TIMEOUT_MS, reconnectStrategy: false, ...(secure ? { tls: true as const } : {}) },
    },
  });
}

/** Doubles from 50 ms to 5 s, a little unevenly so that many processes do not knock together. */
export function pauseBefore(attempt: number): number {
  const pause = Math.min(LONGEST_PAUSE_MS, 50 * 2 ** Math.min(attempt, 10));
  return pause + Math.floor(Math.random() * 50);
}
