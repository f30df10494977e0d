import { readAmount, writeAmount } from './amount.js';
import { readCreateRequest, SERVICES } from './create-request.js';
import type { Invoice } from './invoice.js';
import type { InvoiceBook } from './invoice-book.js';
import { SPELLINGS, signedText } from './signature.js';
import type { WebhookSender } from './webhook-sender.js';
import { WireRefusal } from './wire-refusal.js';
import { afterFee, resultOf, usdOf, webhookOf } from './wire-view.js';

export interface MerchantCall {
  readonly body: Readonly<Record<string, unknown>>;
  readonly query: URLSearchParams;
  /** Whether this answer is to be untrue. */
  readonly lying: boolean;
}

export interface MerchantApiOptions {
  readonly book: InvoiceBook;
  readonly sender: WebhookSender;
  readonly origin: string;
  readonly now: () => Date;
  readonly paymentKey: string;
  readonly refundMs: number;
}

/** A `result`, or the promise of one. */
type Answer = unknown;
const PER_PAGE = 15;
const NOT_FOUND = { message: 'Payment was not found' } as const;

/** What the provider does for a merchant, behind the signature check. Each method returns the `result`, or throws `WireRefusal`. */
export class MerchantApi {
  readonly calls: Readonly<Record<string, (call: MerchantCall) => Answer>> = {
    '/v1/payment': (call) => this.create(call),
    '/v1/payment/info': (call) => this.info(call),
    '/v1/payment/list': (call) => this.list(call),
    '/v1/payment/services': () => services(),
    '/v1/payment/refund': (call) => this.refund(call),
    '/v1/payment/resend': (call) => this.resend(call),
    '/v1/balance': () => this.balance(),
    '/v1/test-webhook/payment': (call) => this.testWebhook(call),
  };

  constructor(private readonly options: MerchantApiOptions) {}

  private create({ body, lying }: MerchantCall): Answer {
    return resultOf(this.options.book.create(readCreateRequest(body)), this.options.origin, lying);
  }

  private info({ body, lying }: MerchantCall): Answer {
    return resultOf(this.named(body, 404), this.options.origin, lying);
  }

  private list({ body, query, lying }: MerchantCall): Answer {
    const from = instant(body.date_from) ?? Number.NEGATIVE_INFINITY;
    const to = instant(body.date_to) ?? Number.POSITIVE_INFINITY;
    const found = this.options.book.all().filter(({ createdAt }) => Date.parse(createdAt) >= from && Date.parse(createdAt) <= to);
    const start = offsetOf(query.get('cursor'));
    const items = found.slice(start, start + PER_PAGE).map((invoice) => resultOf(invoice, this.options.origin, lying));
    const next = start + PER_PAGE < found.length ? cursorAt(start + PER_PAGE) : null;
    const previous = start > 0 ? cursorAt(Math.max(0, start - PER_PAGE)) : null;
    return { items, paginate: { count: items.length, hasPages: found.length > PER_PAGE, nextCursor: next, previousCursor: previous, perPage: PER_PAGE } };
  }

  /** Here the provider's own id wins when both names are given. A lie is an acknowledged refund that never begins. */
  private refund({ body, lying }: MerchantCall): Answer {
    const errors: Record<string, string[]> = {};
    if (typeof body.address !== 'string' || body.address === '') errors.address = ['validation.required'];
    if (typeof body.is_subtract !== 'boolean') errors.is_subtract = ['validation.required'];
    if (Object.keys(errors).length > 0) throw new WireRefusal(422, { errors });
    const invoice = this.named(typeof body.uuid === 'string' ? { uuid: body.uuid } : body, 422);
    if (lying) return [];
    if (!this.options.book.refund(invoice, this.options.refundMs)) throw new WireRefusal(422, { message: 'Payment cannot be refunded' });
    return [];
  }

  private resend({ body }: MerchantCall): Answer {
    void this.options.sender.announce(this.named(body, 404));
    return [];
  }

  private balance(): Answer {
    const totals = new Map<string, bigint>(SERVICES.map(({ currency }) => [currency, 0n]));
    for (const { currency, paid, status } of this.options.book.all()) {
      if (status !== 'refund_paid') totals.set(currency, (totals.get(currency) ?? 0n) + afterFee(readAmount(paid) ?? 0n));
    }
    const merchant = [...totals].map(([currency, units]) => ({
      uuid: `00000000-0000-4000-8000-${currency.toLowerCase().padStart(12, '0').replace(/[^0-9a-f]/g, 'a')}`,
      balance: writeAmount(units),
      balance_usd: writeAmount(usdOf(units, currency), 2),
      currency_code: currency,
    }));
    return [{ balance: { merchant, user: [] } }];
  }

  private async testWebhook({ body }: MerchantCall): Promise<Answer> {
    const { url_callback: url, currency, network, status } = body;
    if (typeof url !== 'string' || url.length > 150 || !URL.canParse(url)) throw new WireRefusal(422, { errors: { url_callback: ['validation.url'] } });
    if (typeof currency !== 'string' || typeof network !== 'string' || typeof status !== 'string') {
      throw new WireRefusal(422, { errors: { status: ['validation.required'] } });
    }
    const payload = { ...webhookOf(this.named(body, 404)), currency, network, status };
    await this.options.sender.post(url, signedText(payload, this.options.paymentKey, SPELLINGS[0]));
    return [];
  }

  /** An invoice by our order id, which wins, or by the provider's id. */
  private named(body: MerchantCall['body'], missing: number): Invoice {
    const { uuid, order_id: orderId } = body;
    if (typeof uuid !== 'string' && typeof orderId !== 'string') throw new WireRefusal(422, { errors: { uuid: ['validation.required_without'] } });
    const invoice = this.options.book.find(typeof orderId === 'string' ? { orderId } : { uuid: String(uuid) });
    if (!invoice) throw new WireRefusal(missing, NOT_FOUND);
    return invoice;
  }
}

function services(): Answer {
  return SERVICES.map(({ network, currency, minimum, maximum }) => ({
    network,
    currency,
    is_available: true,
    limit: { min_amount: `${minimum}0000000`, max_amount: `${maximum}.00000000` },
    commission: { fee_amount: '0.00', percent: '1.00' },
  }));
}

/** `YYYY-MM-DD HH:MM:SS` in the provider's time zone. */
function instant(text: unknown): number | undefined {
  if (typeof text !== 'string' || !/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text)) return undefined;
  return Date.parse(`${text.replace(' ', 'T')}+03:00`);
}

function cursorAt(offset: number): string {
  return Buffer.from(JSON.stringify({ offset })).toString('base64url');
}

function offsetOf(cursor: string | null): number {
  const offset = /\d+/.exec(Buffer.from(cursor ?? '', 'base64url').toString('utf8'))?.[0];
  return offset === undefined ? 0 : Number(offset);
}
