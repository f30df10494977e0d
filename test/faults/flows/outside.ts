import type { Money } from '#domain/shared/money.js';
import type { Panel } from '#domain/vpn/panel.js';
import type { WebhookRequest } from '#use-cases/ports/providers/payment-gateway.js';

/** What really happened at the providers. */
export interface Effects {
  /** Money that left the wallet for stars, one name for each order's purchase. */
  readonly payments: readonly string[];
  readonly deliveries: number;
  readonly refunds: number;
  /** Accounts at panels: whose they say they are, until when, and whether they are open. */
  readonly accounts: readonly { readonly marker: string | undefined; readonly expiresAt: Date | undefined; readonly enabled: boolean }[];
  /** What is gone from the wallet, fees included, where it is a real one. */
  readonly spent?: Money;
  /** What each person was told, as often as they were; undefined where nobody counts. */
  readonly told: ReadonlyMap<number, readonly string[]> | undefined;
}

/** The world around the shop, which outlives its crashes: payers, markets, chains. */
export interface Outside {
  /** A name that gifts reach, and where refunds may go. */
  readonly friend: string;
  readonly wallet: string;
  /** What an operator has written down of the panels there are. */
  readonly panels: readonly Panel[];
  /** More money comes in for this payment; late, when the invoice is over. */
  pay(paymentId: string, amount: string, when?: 'in time' | 'late'): Promise<void>;
  /** Too little came, and nothing more will. */
  underpay(paymentId: string, amount: string): Promise<void>;
  expire(paymentId: string): Promise<void>;
  /** The gateway returns the money by its own will. */
  takeBack(paymentId: string): Promise<void>;
  /** The webhook the gateway sends now; repeated until it is acknowledged. */
  webhook(paymentId: string): WebhookRequest;
  /** Messages to the chain are accepted and forgotten. */
  loseBroadcasts(): void;
  /** From now on they arrive, and the one that was lost never will. */
  giveUpLostBroadcast(attemptId: string): void;
  /** Only where `scripted` flows run. */
  readonly script?: {
    closeDoor(): void;
    refuseRefunds(): void;
    keepMethod(paymentId: string): void;
    panelIsDown(down: boolean): void;
    payInStars(paymentId: string, amount: Money): void;
  };
  effects(): Promise<Effects>;
}
