import type { PanelAccountSpec, PanelWebhook, VpnPanel } from '#use-cases/ports/panels/vpn-panel.js';

/** A panel with its outside world in our hands. */
export interface PanelWorld {
  readonly panel: VpnPanel;
  /** A placement that exists there. */
  readonly placement: readonly string[];
  now(): Date;
  pass(seconds: number): void;
  /** Traffic runs through an account. */
  use(key: string, bytes: bigint): void;
  /** Somebody made an account there, with a marker or without. */
  plant(spec: PanelAccountSpec, marker: string | undefined): void;
  /** The next write is carried out, but its answer never comes. */
  loseNextAnswer(): void;
  /** The next call fails there before anything happens. */
  failNextCall(): void;
  /** How often this key exists there, and what really lies there; undefined when it is not there. */
  accountsOf(key: string): number;
  really(key: string): { readonly enabled: boolean; readonly expiresAt: Date | undefined; readonly credential: string } | undefined;
  close(): Promise<void>;
}

/** The world of a panel that speaks a real wire. */
export interface WiredPanelWorld extends PanelWorld {
  /** The panel answers nothing, or from now on refuses what we sign in with. */
  goAway(): void;
  forgetCredentials(): void;
  /** A placement that does not exist there. */
  readonly wrongPlacement: readonly string[];
  /** Whether a subscription link still leads to servers. */
  serves(subscriptionUrl: string): Promise<boolean>;
  /** Most calls that changed something at the same time. */
  mostWritesAtOnce(): number;
  /** A webhook as the panel would send it now, where it sends any. */
  webhookOf?(key: string): PanelWebhook;
  /** Its webhooks carry a plain secret instead of a signature: they say who speaks, but not that nobody changed a word. */
  readonly webhookBodyUnsigned?: true;
}
