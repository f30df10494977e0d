import type { RedisConnection } from './redis-connection.js';
import { KEY_PREFIX } from './redis-key.js';

const AT_ONCE = 500;

/** Removes every key of the shop and no other. Throws when Redis does not answer. */
export async function forgetAll(connection: RedisConnection): Promise<void> {
  let cursor = '0';
  do {
    const found = await connection.send((client) => client.scan(cursor, { MATCH: `${KEY_PREFIX}*`, COUNT: AT_ONCE }));
    // One by one: on a cluster they live in different places.
    await Promise.all(found.keys.map((key) => connection.send((client) => client.del(key))));
    cursor = found.cursor;
  } while (cursor !== '0');
}
