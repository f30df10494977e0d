import type { UserId } from '#domain/customers/customer.js';
import type { NoticeLane } from './notice-lane.js';

/** How many notices may leave in any second when one of this lane wants to: bulk leaves room for receipts and for answers to taps. */
export const MOST_A_SECOND: Readonly<Record<NoticeLane, number>> = { receipt: 30, bulk: 25 };

/** How long a chat rests after a message. */
export const CHAT_REST_MS = 1_000;

export interface PlannedSend {
  readonly chatId: UserId;
  readonly lane: NoticeLane;
  /** It changes a screen that is there: it waits for its turn as a message does, but no message has to wait for it. */
  readonly changesScreen: boolean;
}

/** Who has to wait `afterMs`: this chat alone, or everybody in this lane and behind it. */
export type Turn = { readonly granted: true } | { readonly granted: false; readonly waits: 'chat' | 'everybody'; readonly afterMs: number };

/** The pace at which one bot may tell people things, over all its processes where the store is shared. */
export interface SendingPace {
  /**
   * Takes the turn for one send, or says when it is worth asking again; a refusal uses up nothing. Never in a transaction, and never
   * throws: a pace that lost its store judges by what it knows itself.
   */
  takeTurn(send: PlannedSend): Promise<Turn>;
  /**
   * Telegram refused this send and wants to hear nothing for so long. It does not say whom it means: a receipt's refusal holds back its
   * chat; that of bulk, or of a second chat while a first is held back, holds back everybody. Never throws, never shortens a wait.
   */
  holdBack(send: PlannedSend, forMs: number): Promise<void>;
}
