import { WireRefusal } from '../wire-refusal.js';

/** Lets one object be read once in a while: a link, a transaction, the records of one order, the balance. */
export class ReadThrottle {
  private readonly last = new Map<string, number>();

  constructor(
    private readonly now: () => Date,
    private readonly everyMs: number,
  ) {}

  /** Throws `WireRefusal` with 429; how long to wait stands in a header, or for searches in words. */
  admit(path: string, query: URLSearchParams): void {
    const orderId = query.get('OrderId');
    const isSearch = path.endsWith('/links') || path.endsWith('/v2/transactions');
    if (isSearch && (orderId === null || query.has('CursorId'))) return;
    const key = `${path} ${orderId ?? ''}`;
    const now = this.now().getTime();
    const left = (this.last.get(key) ?? Number.NEGATIVE_INFINITY) + this.everyMs - now;
    if (left > 0) throw tooOften(Math.ceil(left / 1000), isSearch);
    this.last.set(key, now);
  }

  clear(): void {
    this.last.clear();
  }
}

function tooOften(seconds: number, inWords: boolean): WireRefusal {
  const message = inWords ? `Too many requests, retry after ${seconds} seconds` : 'Too many requests';
  return new WireRefusal(429, { error: { code: null, message, details: null, data: {}, validationErrors: null } }, inWords ? {} : { 'retry-after': String(seconds) });
}
