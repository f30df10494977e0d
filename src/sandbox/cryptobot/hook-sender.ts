import { createHash, createHmac } from 'node:crypto';
import { Courier, postText } from '../kit/courier.js';
import type { FaultBoard } from '../kit/fault-board.js';

/** After so many tries of one webhook the provider switches all of them off. */
const TRIES = 17;

/** A webhook that was not acknowledged yet. */
export interface PendingHook {
  readonly invoiceId: number;
  readonly text: string;
  readonly tries: number;
}

/** The app's webhook as its owner sees it in the bot. */
export interface HookState {
  readonly url: string;
  readonly on: boolean;
}

export interface HookSenderOptions {
  readonly faults: FaultBoard;
  readonly token: string;
  readonly hook: HookState;
  /** Pauses before the second, third … try; the last one counts for all that follow. */
  readonly retryMs: readonly number[];
  /** Hears of each try's answer, null being none. */
  readonly delivered: (invoiceId: number, httpStatus: number | null) => void;
}

/** Posts signed webhooks and repeats those that got no 200, until they are switched off. While the system is silent none is sent. */
export class HookSender extends Courier<PendingHook> {
  private hook: HookState;

  constructor(private readonly options: HookSenderOptions) {
    super();
    this.hook = options.hook;
  }

  state(): HookState {
    return this.hook;
  }

  /** What was not delivered while they were off is never sent again. */
  switchTo(hook: HookState): void {
    this.hook = hook;
    if (!hook.on) this.clear();
  }

  /** Resolves when the first tries of all copies have an answer. */
  async tell(invoiceId: number, text: string, copies: number): Promise<void> {
    if (this.mayTry()) await this.send({ invoiceId, text, tries: 0 }, copies);
  }

  /** Posts a text once under any token's signature; the HTTP status, or null when nobody answered. */
  post(text: string, token: string): Promise<number | null> {
    return postText(this.hook.url, text, { 'crypto-pay-api-signature': signatureOf(text, token) });
  }

  protected override async deliver({ invoiceId, text, tries }: PendingHook): Promise<boolean> {
    const httpStatus = await this.post(text, this.options.token);
    const taken = httpStatus === 200;
    if (!taken && tries + 1 >= TRIES) this.switchTo({ ...this.hook, on: false });
    this.options.delivered(invoiceId, httpStatus);
    return taken;
  }

  protected override aboutOf({ invoiceId }: PendingHook): string {
    return String(invoiceId);
  }

  protected override pauseAfter(tries: number): number | undefined {
    return this.hook.on ? (this.options.retryMs[tries - 1] ?? this.options.retryMs.at(-1)) : undefined;
  }

  protected override mayTry(): boolean {
    return this.hook.on && this.options.faults.peek('cryptobot') !== 'silent';
  }
}

/** Hex HMAC-SHA256 under the token's hash, as bytes. */
export function signatureOf(text: string, token: string): string {
  const key = createHash('sha256').update(token).digest();
  return createHmac('sha256', key).update(text).digest('hex');
}
