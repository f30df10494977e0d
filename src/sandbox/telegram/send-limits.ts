import { tooManyRequests } from './bot-api-error.js';

interface Bucket {
  tokens: number;
  at: number;
}

const CHAT = { perSecond: 1, burst: 5 };
const BOT = { perSecond: 30, burst: 30 };

/** Telegram's published pace: about one message a second to one chat with a short burst, thirty a second in all. */
export class SendLimits {
  private readonly chats = new Map<number, Bucket>();
  private readonly bot: Bucket = { tokens: BOT.burst, at: 0 };

  constructor(private readonly now: () => Date) {}

  /** Counts one message, or refuses it with the seconds to wait. */
  take(chatId: number): void {
    const chat = this.chats.get(chatId) ?? { tokens: CHAT.burst, at: 0 };
    this.chats.set(chatId, chat);
    const at = this.now().getTime() / 1000;
    refill(chat, CHAT, at);
    refill(this.bot, BOT, at);
    const wait = Math.max(missing(chat, CHAT.perSecond), missing(this.bot, BOT.perSecond));
    if (wait > 0) throw tooManyRequests(Math.ceil(wait));
    chat.tokens -= 1;
    this.bot.tokens -= 1;
  }
}

function refill(bucket: Bucket, pace: { perSecond: number; burst: number }, at: number): void {
  bucket.tokens = Math.min(pace.burst, bucket.tokens + Math.max(0, at - bucket.at) * pace.perSecond);
  bucket.at = at;
}

function missing(bucket: Bucket, perSecond: number): number {
  return Math.max(0, 1 - bucket.tokens) / perSecond;
}
