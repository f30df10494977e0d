import { randomInt } from 'node:crypto';
import { badRequest } from '../bot-api-error.js';

export interface CallbackQuery {
  readonly id: string;
  readonly userId: number;
  readonly messageId: number;
  readonly at: number;
}

/** After this the person's app has stopped the spinner by itself and Telegram refuses the answer. */
const ANSWER_SECONDS = 15;

/** Taps that wait for the bot's answer. */
export class CallbackBook {
  private queries = new Map<string, CallbackQuery>();

  constructor(private readonly now: () => Date) {}

  open(userId: number, messageId: number): CallbackQuery {
    this.forgetExpired();
    const query = { id: newQueryId(), userId, messageId, at: this.now().getTime() };
    this.queries.set(query.id, query);
    return query;
  }

  /** Ends the spinner; refuses an unknown, answered or expired query. */
  answer(id: string | undefined): CallbackQuery {
    this.forgetExpired();
    const query = id === undefined ? undefined : this.queries.get(id);
    if (!query) throw badRequest('query is too old and response timeout expired or query ID is invalid');
    this.queries.delete(query.id);
    return query;
  }

  isPending(userId: number): boolean {
    this.forgetExpired();
    return [...this.queries.values()].some((query) => query.userId === userId);
  }

  snapshot(): readonly CallbackQuery[] {
    return [...this.queries.values()];
  }

  restore(queries: readonly CallbackQuery[]): void {
    this.queries = new Map(queries.map((query) => [query.id, query]));
  }

  private forgetExpired(): void {
    const oldest = this.now().getTime() - ANSWER_SECONDS * 1000;
    for (const query of this.queries.values()) if (query.at < oldest) this.queries.delete(query.id);
  }
}

/** Eighteen digits, as Telegram's own. */
export function newQueryId(): string {
  return `${randomInt(1e8, 1e9)}${randomInt(1e8, 1e9)}`;
}
