/** What the operator tunes while the shop runs; a missing key means the shipped default. */
export interface SettingsRepository {
  find(key: string): Promise<unknown>;
  /** Like `find`, and keeps every other `lock` of the key waiting until this transaction ends, also while there is no value yet. */
  lock(key: string): Promise<unknown>;
  save(key: string, value: unknown): Promise<void>;
}
