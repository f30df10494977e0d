import type { Subscription } from './subscription.js';

export interface VpnAccountProps {
  readonly subscriptionId: string;
  readonly panelId: string;
  /** Its name at the panel, derived from the subscription. */
  readonly key: string;
  /** What the panel was last read back with; 0 = it was never made. */
  readonly appliedVersion: number;
  readonly appliedGeneration: number;
  /** `leaving` is to be removed there, `gone` was. */
  readonly state: 'kept' | 'leaving' | 'gone';
  /** Where its owner's client loads it from. */
  readonly link: string | undefined;
  readonly usedBytes: bigint;
  readonly lifetimeBytes: bigint;
  readonly checkedAt: Date | undefined;
  readonly attempts: number;
  /** Why it is behind: a trouble of the panel. */
  readonly failure: string | undefined;
  /** When to tell the panel; undefined = it is as it shall be. */
  readonly nextAttemptAt: Date | undefined;
}

/** What a panel was seen to hold. */
export interface Observed {
  readonly link: string;
  readonly usedBytes: bigint;
  readonly lifetimeBytes: bigint;
}

const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 10 * 60_000;

/** A subscription's account on one panel (table `vpn_configs`): a projection of the subscription that may be behind. Immutable. */
export class VpnAccount {
  constructor(private readonly props: VpnAccountProps) {}

  /** To be made at once. */
  static wanted(input: Pick<VpnAccountProps, 'subscriptionId' | 'panelId' | 'key'> & { readonly now: Date }): VpnAccount {
    const { now, ...given } = input;
    const nothing = { appliedVersion: 0, appliedGeneration: 0, link: undefined, usedBytes: 0n, lifetimeBytes: 0n, checkedAt: undefined };
    return new VpnAccount({ ...given, ...nothing, state: 'kept', attempts: 0, failure: undefined, nextAttemptAt: now });
  }

  get subscriptionId(): string {
    return this.props.subscriptionId;
  }
  get panelId(): string {
    return this.props.panelId;
  }
  get key(): string {
    return this.props.key;
  }
  get appliedVersion(): number {
    return this.props.appliedVersion;
  }
  get appliedGeneration(): number {
    return this.props.appliedGeneration;
  }
  get state(): VpnAccountProps['state'] {
    return this.props.state;
  }
  get link(): string | undefined {
    return this.props.link;
  }
  get usedBytes(): bigint {
    return this.props.usedBytes;
  }
  get lifetimeBytes(): bigint {
    return this.props.lifetimeBytes;
  }
  get checkedAt(): Date | undefined {
    return this.props.checkedAt;
  }
  get attempts(): number {
    return this.props.attempts;
  }
  get failure(): string | undefined {
    return this.props.failure;
  }
  get nextAttemptAt(): Date | undefined {
    return this.props.nextAttemptAt;
  }

  /** Its link, once the panel holds the present one: an older one is dead, or about to die. */
  linkFor(subscription: Subscription): string | undefined {
    return this.appliedGeneration < subscription.generation ? undefined : this.link;
  }

  isBehind(subscription: Subscription): boolean {
    return this.state === 'leaving' || (this.state === 'kept' && this.appliedVersion < subscription.version);
  }

  /** To be told again at once: its subscription has changed. */
  due(now: Date): VpnAccount {
    return new VpnAccount({ ...this.props, attempts: 0, nextAttemptAt: now });
  }

  /** The panel holds what the subscription was in this version. What changed meanwhile keeps it due. */
  applied(told: Subscription, observed: Observed, now: Date, latestVersion: number): VpnAccount {
    const again = latestVersion > told.version ? now : undefined;
    return new VpnAccount({
      ...this.props,
      ...observed,
      appliedVersion: told.version,
      appliedGeneration: told.generation,
      checkedAt: now,
      attempts: 0,
      failure: undefined,
      nextAttemptAt: again,
    });
  }

  /** With what its panel counted since. */
  measured(usedBytes: bigint, lifetimeBytes: bigint): VpnAccount {
    return new VpnAccount({ ...this.props, usedBytes, lifetimeBytes });
  }

  /** It could not be told; the pause grows, with the panel's own wish respected. */
  failed(failure: string, now: Date, afterMs?: number): VpnAccount {
    const pause = Math.max(afterMs ?? 0, Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.attempts));
    return new VpnAccount({ ...this.props, attempts: this.attempts + 1, failure, nextAttemptAt: new Date(now.getTime() + pause) });
  }

  /** To be removed from its panel. */
  leaving(now: Date): VpnAccount {
    return new VpnAccount({ ...this.props, state: 'leaving', attempts: 0, nextAttemptAt: now });
  }

  gone(now: Date): VpnAccount {
    return new VpnAccount({ ...this.props, state: 'gone', link: undefined, failure: undefined, checkedAt: now, nextAttemptAt: undefined });
  }
}
