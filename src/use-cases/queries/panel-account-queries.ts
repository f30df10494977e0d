import type { Allowance } from '#domain/vpn/plan.js';
import type { SubscriptionState } from '#domain/vpn/subscription-states.js';

/** An account as our rows have it, with what its subscription says it shall be. */
export interface BookedAccount {
  readonly key: string;
  readonly subscriptionId: string;
  readonly state: 'kept' | 'leaving' | 'gone';
  /** The panel holds, as far as we know, what the subscription says: nobody is about to tell it anything. */
  readonly settled: boolean;
  readonly checkedAt: Date | undefined;
  readonly subscriptionState: SubscriptionState;
  readonly expiresAt: Date;
  readonly allowance: Allowance;
}

/** The shop's own side of the comparison with panels; reads only. */
export interface PanelAccountQueries {
  /** Those of these keys that are on a panel. */
  named(panelId: string, keys: readonly string[]): Promise<readonly BookedAccount[]>;
  /** The next of a panel's accounts behind a key, in the order of their keys, gone ones left out; empty when there are no more. */
  after(panelId: string, key: string, limit: number): Promise<readonly BookedAccount[]>;
}
