export interface Lock {
  /**
   * Runs `work` while no other holder of `key` runs, in arrival order within a process. An optimisation and a courtesy:
   * money never depends on it.
   */
  withLock<Result>(key: string, work: () => Promise<Result>): Promise<Result>;
}
