import { readAmountOf, readCreateRequest, refuseReceipt } from './create-request.js';
import type { Payment, Refund, RefundReason } from './payment.js';
import type { PaymentBook } from './payment-book.js';
import { WireRefusal } from './wire-refusal.js';
import { paymentObject, refundObject, type ViewOptions } from './wire-view.js';

export interface MerchantCall {
  readonly id: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly query: URLSearchParams;
}

export interface MerchantApiOptions {
  readonly book: PaymentBook;
  readonly view: ViewOptions;
  readonly refundMs: number;
  /** How the next refund ends; null when well. */
  readonly nextRefund: () => RefundReason | null;
  readonly wantsReceipts: boolean;
  readonly mayCharge: boolean;
}

export interface Operation {
  readonly method: 'get' | 'post';
  readonly path: string;
  run(call: MerchantCall): object;
}

const SHORTEST_LIST = 10;
const LONGEST_LIST = 100;

/** What the provider does for a merchant, behind credentials and keys. Each operation returns the answer, or throws `WireRefusal`. */
export class MerchantApi {
  readonly operations: readonly Operation[] = [
    { method: 'get', path: '/me', run: () => this.shop() },
    { method: 'post', path: '/payments', run: (call) => this.create(call) },
    { method: 'get', path: '/payments', run: (call) => this.list(call) },
    { method: 'get', path: '/payments/:id', run: ({ id }) => this.shown(this.payment(id)) },
    { method: 'post', path: '/refunds', run: (call) => this.refund(call) },
    { method: 'get', path: '/refunds', run: ({ query }) => this.refunds(query) },
    { method: 'get', path: '/refunds/:id', run: ({ id }) => this.refundNamed(id) },
  ];

  constructor(private readonly options: MerchantApiOptions) {}

  private shop(): object {
    const { view, wantsReceipts } = this.options;
    return { account_id: view.shopId, status: 'enabled', test: view.test, fiscalization_enabled: wantsReceipts, payment_methods: ['bank_card', 'sbp', 'yoo_money'] };
  }

  private create({ body }: MerchantCall): object {
    const { book, wantsReceipts, mayCharge } = this.options;
    const request = readCreateRequest(body, wantsReceipts);
    if (!mayCharge && (request.saveMethod || request.methodId !== null)) {
      throw new WireRefusal('forbidden', "This store can't make recurring payments. Contact the YooMoney manager to learn more");
    }
    const payment = request.methodId === null ? book.open(request) : book.charge(request);
    if (!payment) throw new WireRefusal('invalid_request', 'Saved payment method does not exist', 'payment_method_id');
    return this.shown(payment);
  }

  /** Newest first. */
  private list({ query }: MerchantCall): object {
    const isWanted = filterOf(query);
    const newestFirst = [...this.options.book.all()].reverse().filter(isWanted);
    return page(newestFirst, query, (payment) => this.shown(payment));
  }

  private refund({ body }: MerchantCall): object {
    const { book, refundMs, nextRefund, wantsReceipts } = this.options;
    const payment = this.payment(typeof body.payment_id === 'string' ? body.payment_id : '');
    const kopecks = readAmountOf(body);
    refuseReceipt(body.receipt, kopecks, wantsReceipts);
    const description = typeof body.description === 'string' ? body.description : null;
    const refund = book.refund(payment, kopecks, description, refundMs, nextRefund());
    if (!refund) throw new WireRefusal('invalid_request', 'Payment cannot be refunded for this amount', 'amount');
    return refundObject(refund);
  }

  private refunds(query: URLSearchParams): object {
    const refunds = this.options.book.refundsOf(query.get('payment_id') ?? undefined);
    return page([...refunds].reverse(), query, refundObject);
  }

  private refundNamed(id: string): object {
    const refund = this.options.book.findRefund(id);
    if (!refund) throw new WireRefusal('not_found', `Refund ${id} was not found`, 'refund_id');
    return refundObject(refund);
  }

  private payment(id: string): Payment {
    const payment = this.options.book.find(id);
    if (!payment) throw new WireRefusal('not_found', `Payment ${id} was not found`, 'payment_id');
    return payment;
  }

  private shown(payment: Payment): object {
    return paymentObject(payment, this.options.view);
  }
}

function filterOf(query: URLSearchParams): (payment: Payment) => boolean {
  const bound = (name: string, otherwise: number): number => {
    const text = query.get(`created_at.${name}`);
    const time = text === null ? otherwise : Date.parse(text);
    if (Number.isNaN(time)) throw new WireRefusal('invalid_request', 'Incorrect date', `created_at.${name}`);
    return time;
  };
  const [from, to] = [bound('gte', Number.NEGATIVE_INFINITY), bound('lte', Number.POSITIVE_INFINITY)];
  const status = query.get('status');
  return (payment) => {
    const created = Date.parse(payment.createdAt);
    return created >= from && created <= to && (status === null || payment.status === status);
  };
}

function page<Item extends Payment | Refund>(newestFirst: readonly Item[], query: URLSearchParams, view: (item: Item) => object): object {
  const limit = Number(query.get('limit') ?? SHORTEST_LIST);
  if (!Number.isInteger(limit) || limit < 1 || limit > LONGEST_LIST) throw new WireRefusal('invalid_request', 'Incorrect limit', 'limit');
  const cursor = query.get('cursor');
  const start = cursor === null ? 0 : newestFirst.findIndex(({ id }) => id === cursor);
  if (start < 0) throw new WireRefusal('invalid_request', 'Incorrect cursor', 'cursor');
  const next = newestFirst[start + limit];
  return { type: 'list', items: newestFirst.slice(start, start + limit).map(view), ...(next ? { next_cursor: next.id } : {}) };
}
