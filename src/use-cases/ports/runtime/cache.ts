/** Cache-aside store. Losing it makes the shop slower, never wrong: a failing cache answers like an empty one. */
export interface Cache {
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string, ttlSeconds: number): Promise<void>;
  remove(key: string): Promise<void>;
}
