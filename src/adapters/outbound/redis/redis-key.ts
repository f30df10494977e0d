/** Every key of the shop begins so: its own corner of a Redis that others may share. */
export const KEY_PREFIX = 'polaris:';

export function redisKey(room: 'cache' | 'dialogue' | 'handled' | 'limit' | 'lock' | 'pace', key: string): string {
  return `${KEY_PREFIX}${room}:${key}`;
}
