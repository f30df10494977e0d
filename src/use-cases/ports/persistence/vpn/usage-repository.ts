export interface UsageDay {
  /** `2026-11-21`, in UTC. */
  readonly day: string;
  readonly bytes: bigint;
}

export interface UsageRepository {
  /** Adds what went through a subscription's accounts on that day. */
  add(subscriptionId: string, day: string, bytes: bigint): Promise<void>;
  /** Days with traffic since then, the oldest first. */
  since(subscriptionId: string, day: string): Promise<readonly UsageDay[]>;
  removeBefore(day: string): Promise<void>;
}
