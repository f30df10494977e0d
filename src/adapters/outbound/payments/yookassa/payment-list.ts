import { ProviderError } from '#use-cases/ports/providers/provider-error.js';
import type { YookassaApi } from './api.js';
import { paymentsSchema, type WirePayment } from './wire.js';

const PER_PAGE = 100;
/** As far as a payment is looked for: newest first, 5000 payments. */
const MOST_PAGES = 50;
/** Clocks may differ by this much. */
const CLOCK_TOLERANCE_MS = 10 * 60_000;
/** Where to begin for an id that does not say when it was made. */
const LOOK_BACK_MS = 7 * 24 * 3_600_000;
const UUID_OF_A_MOMENT = /^([0-9a-f]{8})-([0-9a-f]{4})-7/;

export interface PaymentPage {
  readonly payments: readonly WirePayment[];
  readonly nextCursor: string | undefined;
}

/** The provider's own list of payments, the only place where a payment can be found by our id for it. */
export class PaymentList {
  constructor(
    private readonly api: YookassaApi,
    private readonly now: () => Date,
  ) {}

  /** The filter goes with every page: what the cursor alone would bring back is not documented. */
  async page(since: Date, cursor?: string): Promise<PaymentPage> {
    const filter = new URLSearchParams({ limit: String(PER_PAGE), 'created_at.gte': since.toISOString() });
    if (cursor !== undefined) filter.set('cursor', cursor);
    const { items, next_cursor } = await this.api.call({ step: 'scan', path: `/payments?${filter.toString()}`, answer: paymentsSchema });
    return { payments: items, nextCursor: next_cursor || undefined };
  }

  /** Looks since the payment was opened. Throws `ProviderError` of kind `unavailable` rather than call "not there" what it did not see. */
  async find(paymentId: string): Promise<WirePayment | undefined> {
    const since = this.openedAt(paymentId);
    let cursor: string | undefined;
    for (let number = 0; number < MOST_PAGES; number += 1) {
      const { payments, nextCursor } = await this.page(since, cursor);
      const found = payments.find((payment) => payment.paymentId === paymentId);
      if (found || nextCursor === undefined) return found;
      cursor = nextCursor;
    }
    throw new ProviderError('yookassa', 'unavailable', 'too many payments since to look through');
  }

  /** Our ids begin with the millisecond they were made in. */
  private openedAt(paymentId: string): Date {
    const now = this.now().getTime();
    const [, high = '', low = ''] = UUID_OF_A_MOMENT.exec(paymentId) ?? [];
    const made = Number.parseInt(high + low, 16);
    const opened = made <= now ? made : now - LOOK_BACK_MS;
    return new Date(opened - CLOCK_TOLERANCE_MS);
  }
}
