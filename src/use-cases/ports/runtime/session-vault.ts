export interface StoredSession {
  readonly version: number;
  readonly value: string;
  readonly savedAt: Date;
}

/**
 * Sessions with outside systems, encrypted at rest (table `fragment_cookies`). A new version never overwrites an old one
 * in place: the previous one stays for a way back.
 */
export interface SessionVault {
  load(name: string): Promise<StoredSession | undefined>;
  save(name: string, value: string): Promise<void>;
}
