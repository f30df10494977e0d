import { BotApiError } from '../bot-api-error.js';
import { toUpdate } from './update-feed.js';
import type { UpdateFeed } from './update-feed.js';

export interface Poll {
  readonly offset: number;
  readonly limit: number;
  readonly timeoutSeconds: number;
  /** Fires when the bot hung up. */
  readonly closed: AbortSignal;
}

/** Long polling: answers at once when there is something, else when something comes or the time is over. */
export class UpdatePoller {
  private end: ((error?: BotApiError) => void) | undefined;

  constructor(private readonly feed: UpdateFeed) {
    feed.onPush(() => this.end?.());
  }

  /** Two polls at a time end the older one, as Telegram does. */
  async poll(poll: Poll): Promise<readonly unknown[]> {
    this.end?.(otherPoll());
    this.feed.confirm(poll.offset);
    if (this.feed.list().length === 0 && poll.timeoutSeconds > 0) await this.wait(poll);
    if (poll.closed.aborted) return [];
    return this.feed.list().slice(0, poll.limit).map(toUpdate);
  }

  /** Lets a waiting poll go with what there is. */
  release(): void {
    this.end?.();
  }

  private wait(poll: Poll): Promise<void> {
    return new Promise((resolve, reject) => {
      const finish = (error?: BotApiError): void => {
        clearTimeout(timer);
        poll.closed.removeEventListener('abort', hungUp);
        if (this.end === finish) this.end = undefined;
        if (error) reject(error);
        else resolve();
      };
      const hungUp = (): void => finish();
      const timer = setTimeout(() => finish(), poll.timeoutSeconds * 1000);
      poll.closed.addEventListener('abort', hungUp);
      this.end = finish;
    });
  }
}

function otherPoll(): BotApiError {
  const reason = 'terminated by other getUpdates request; make sure that only one bot instance is running';
  return new BotApiError(409, `Conflict: ${reason}`);
}
