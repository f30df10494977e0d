import type { PanelTroubleCode } from './panel-error.js';

export type ResetStrategy = 'none' | 'day' | 'week' | 'month';

/** Names an account of ours: the key it has at the panel and the marker (`shop:<subscription>`) that proves whose it is. */
export interface PanelAccountRef {
  /** `^[a-z][a-z0-9_]{2,31}$`, which every panel takes. */
  readonly key: string;
  readonly marker: string;
}

/** An account as it shall be. Nothing in it is relative, so that saying it twice changes nothing. */
export interface PanelAccountSpec extends PanelAccountRef {
  /** The VLESS id, a UUID. A panel that mints its own keeps to `linkToken` instead. */
  readonly credential: string;
  /** The secret part of the subscription link, where the panel lets us choose it. */
  readonly linkToken: string;
  /** In whole seconds, at most 2099-12-31; undefined = never. */
  readonly expiresAt: Date | undefined;
  readonly trafficLimitBytes: bigint | undefined;
  readonly resetStrategy: ResetStrategy;
  readonly deviceLimit: number | undefined;
  readonly enabled: boolean;
  /** Inbound tags, squad uuids or inbound ids; never empty. */
  readonly placement: readonly string[];
  readonly telegramId?: number | undefined;
}

export type PanelAccountStatus = 'active' | 'disabled' | 'limited' | 'expired';

/** An account as the panel shows it. `status` is computed from its facts, for a panel's own word lags behind. */
export interface PanelAccountState {
  readonly key: string;
  /** Undefined for an account nobody marked. */
  readonly marker: string | undefined;
  readonly status: PanelAccountStatus;
  readonly enabled: boolean;
  readonly expiresAt: Date | undefined;
  readonly trafficLimitBytes: bigint | undefined;
  readonly deviceLimit: number | undefined;
  /** Since the last reset. */
  readonly usedBytes: bigint;
  readonly lifetimeBytes: bigint;
  readonly onlineAt: Date | undefined;
  readonly placement: readonly string[];
  /** Absolute. Some panels write another one at every read: each stays valid until the account is rotated or removed. */
  readonly subscriptionUrl: string;
}

export interface PanelPage {
  readonly accounts: readonly PanelAccountState[];
  /** Undefined on the last page. */
  readonly nextCursor: string | undefined;
}

export interface PanelTrouble {
  readonly code: PanelTroubleCode;
  /** What exactly: a missing tag, the version found. Never a secret. */
  readonly detail: string;
}

export interface PanelHealth {
  /** Whether an account could be made there now; a warning such as a token that expires soon does not make it false. */
  readonly ok: boolean;
  readonly version: string | undefined;
  readonly troubles: readonly PanelTrouble[];
}

export interface PanelCapabilities {
  readonly deviceLimit: 'none' | 'ip' | 'hwid';
  readonly webhook: boolean;
  readonly maxParallelWrites: number;
}

export interface PanelWebhook {
  /** The bytes as they came. */
  readonly body: Uint8Array;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

export type PanelWebhookVerdict =
  /** Only a hint: whoever acts on it reads the accounts again. */
  | { readonly verdict: 'authentic'; readonly eventKey: string; readonly keys: readonly string[] }
  | { readonly verdict: 'rejected'; readonly reason: 'malformed' | 'bad-signature' | 'not-supported' };

/**
 * One panel that serves VPN accounts: desired state in, observed state out. Every call may be repeated; each may throw `PanelError`,
 * whose `outcome` says whether anything may have changed there. Calls at once stay within the panel's limit.
 */
export interface VpnPanel {
  readonly id: string;
  readonly kind: string;
  readonly capabilities: PanelCapabilities;
  /** Creates the account or adopts ours, makes it what the spec says, and returns it as read back. Throws `PanelConflict` for a foreign one. */
  ensure(spec: PanelAccountSpec): Promise<PanelAccountState>;
  /** Undefined when there is none; throws `PanelConflict` for a foreign one, as do all that follow. */
  find(ref: PanelAccountRef): Promise<PanelAccountState | undefined>;
  /** Throws `PanelNotFound`. */
  setEnabled(ref: PanelAccountRef, enabled: boolean): Promise<PanelAccountState>;
  /** Usage back to nothing and everything else as the spec says, which a panel's own reset would not keep. */
  resetUsage(spec: PanelAccountSpec): Promise<PanelAccountState>;
  /** Gives the account the spec's credential and link token; every older link is dead when it returns. The spec carries a new generation. */
  rotate(spec: PanelAccountSpec): Promise<PanelAccountState>;
  /** A missing account is success. */
  remove(ref: PanelAccountRef): Promise<void>;
  /** One page of all accounts there, ours and foreign, in a stable order. */
  list(cursor?: string): Promise<PanelPage>;
  /** Whether it answers, lets us in, runs and has this placement. Never throws. */
  health(placement: readonly string[]): Promise<PanelHealth>;
  /** Verifies on the raw bytes. Pure. */
  receive(request: PanelWebhook): PanelWebhookVerdict;
}
