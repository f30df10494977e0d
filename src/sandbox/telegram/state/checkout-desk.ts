import { badRequest } from '../bot-api-error.js';
import { newQueryId } from './callback-book.js';

export type CheckoutAnswer = { readonly ok: true } | { readonly ok: false; readonly error: string };

/** Telegram cancels a payment the bot did not confirm in this time. */
const ANSWER_MILLISECONDS = 10_000;

/** Payments that wait for the bot's yes or no to the pre-checkout query. */
export class CheckoutDesk {
  private readonly waiting = new Map<string, (answer: CheckoutAnswer) => void>();

  /** Asks the bot through `ask` and gives its answer; silence is a no. */
  async confirm(ask: (queryId: string) => void): Promise<CheckoutAnswer> {
    const queryId = newQueryId();
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<CheckoutAnswer>((resolve) => {
        timer = setTimeout(() => resolve({ ok: false, error: 'The bot did not answer in time' }), ANSWER_MILLISECONDS);
        this.waiting.set(queryId, resolve);
        ask(queryId);
      });
    } finally {
      clearTimeout(timer);
      this.waiting.delete(queryId);
    }
  }

  answer(queryId: string | undefined, answer: CheckoutAnswer): void {
    const settle = queryId === undefined ? undefined : this.waiting.get(queryId);
    if (!settle) throw badRequest('query is too old and response timeout expired or query ID is invalid');
    settle(answer);
  }

  /** Ends every open payment with a no. */
  close(): void {
    for (const settle of this.waiting.values()) settle({ ok: false, error: 'The payment was cancelled' });
  }
}
