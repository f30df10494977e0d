/** What a person is in the middle of saying. Survives a restart. */
export interface DialogueStore {
  find(key: string): Promise<string | undefined>;
  save(key: string, value: string, ttlSeconds: number): Promise<void>;
  remove(key: string): Promise<void>;
}
