import { readCreateRequest } from './create-request.js';
import type { Link, Transaction } from '../link.js';
import type { LinkBook } from '../link-book.js';
import type { SigningKey } from '../signing-key.js';
import { NumberToken, printed, readAmount, type WireValue } from '../wire-json.js';
import { invalid, refused, WireRefusal } from '../wire-refusal.js';
import type { Terminal, WireView } from '../wire-view.js';

export interface MerchantCall {
  readonly id: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly query: URLSearchParams;
  /** Whether this answer is to be untrue. */
  readonly lying: boolean;
}

export interface ApiPace {
  /** How long a refund takes. */
  readonly refundMs: number;
  /** How much one page of a list holds at most, however much is asked for. */
  readonly mostPerPage: number;
}

export interface MerchantApiOptions {
  readonly book: LinkBook;
  readonly view: WireView;
  readonly key: SigningKey;
  readonly now: () => Date;
  readonly terminal: Terminal;
  readonly timing: ApiPace;
}

const MOST_PER_PAGE = 1000;
const USUAL_PER_PAGE = 10;
const DAY_MS = 24 * 3_600_000;

type Handler = (call: MerchantCall) => WireValue;

/** What the provider does for a merchant, behind the token. Each method returns the body of the answer, or throws `WireRefusal`. */
export class MerchantApi {
  readonly reads: Readonly<Record<string, Handler>> = {
    '/links': (call) => this.links(call),
    '/links/:id': (call) => this.link(call),
    '/transactions/:id': (call) => this.transaction(call),
    '/v2/transactions': (call) => this.transactions(call),
    '/finance/balance': (call) => this.balance(call),
    '/public-key': () => ({ value: this.options.key.publicPem() }),
  };

  readonly writes: Readonly<Record<string, Handler>> = {
    '/links': (call) => this.create(call),
    '/transactions/refunds': (call) => this.refund(call),
  };

  constructor(private readonly options: MerchantApiOptions) {}

  private create({ body, lying }: MerchantCall): WireValue {
    const { book, view, now } = this.options;
    return view.link(book.open(readCreateRequest(body, now())), lying);
  }

  private link({ id, lying }: MerchantCall): WireValue {
    const link = this.options.book.find(id);
    if (!link) throw refused('PL_1001', 'The payment link is not found', 404);
    return this.options.view.link(link, lying);
  }

  private links({ query, lying }: MerchantCall): WireValue {
    const { book, view } = this.options;
    const found = book.all().filter((link) => !book.isDeleted(link) && isMeant(link, query));
    const skip = Number(query.get('SkipCount') ?? 0);
    const items = found.slice(skip, skip + this.perPage(query)).map((link) => view.link(link, lying));
    return { totalCount: new NumberToken(String(found.length)), items };
  }

  private transaction({ id, lying }: MerchantCall): WireValue {
    const transaction = this.options.book.transaction(id);
    if (!transaction) throw refused('TRA_1001', 'The transaction is not found', 404);
    return this.options.view.transaction(transaction, lying);
  }

  /** The next page begins behind the cursor only when all three parts of it come back. A lie is a payment nobody made. */
  private transactions({ query, lying }: MerchantCall): WireValue {
    const { book, view } = this.options;
    const known = book.allTransactions().filter((transaction) => isMeant(transaction, query));
    const found = lying && known.length === 0 ? book.all().filter((link) => isMeant(link, query)).map(invented) : known;
    const cursor = found.findIndex((one) => one.id === query.get('CursorId') && one.createdAt === query.get('CursorDate') && one.amount === query.get('CursorAmount'));
    const page = found.slice(cursor + 1, cursor + 1 + this.perPage(query));
    const last = page.at(-1);
    const hasNextPage = last !== undefined && last !== found.at(-1);
    return {
      items: page.map((transaction) => view.transaction(transaction, lying)),
      hasNextPage,
      nextCursorId: hasNextPage ? last.id : null,
      nextCursorDate: hasNextPage ? last.createdAt : null,
      nextCursorAmount: hasNextPage ? new NumberToken(last.amount) : null,
    };
  }

  /** A lie is an acknowledged refund that never begins. */
  private refund({ body, lying }: MerchantCall): WireValue {
    const { book, timing } = this.options;
    const units = readAmount(body.amount);
    if (units === undefined) throw invalid({ amount: "'Amount' must be a number with at most two decimals." });
    const original = book.transaction(String(body.originalTransactionId));
    if (!original) throw refused('TRA_1001', 'The transaction is not found');
    const { id, status } = lying ? { ...original, status: 'Paid' } : book.refund(original, units, timing.refundMs);
    return { transactionId: id, originalTransactionId: original.id, transactionStatus: status, kind: 'Refund', errorCode: null, errorDescription: null };
  }

  /** Only today and yesterday, in UTC. */
  private balance({ query }: MerchantCall): WireValue {
    const { book, now, terminal } = this.options;
    const days = [now().getTime(), now().getTime() - DAY_MS].map((time) => new Date(time).toISOString().slice(0, 10));
    const date = query.get('Date') ?? '';
    if (!days.includes(date)) throw invalid({ date: "'Date' must be today or yesterday." });
    const rubles = book.all().filter(({ currency }) => currency === 'RUB');
    const total = rubles.reduce((sum, link) => sum + book.paid(link), 0n);
    return { terminalPublicId: terminal.publicId, date, balance: new NumberToken(printed(total - (total * 3n) / 100n)), currency: 'RUB' };
  }

  private perPage(query: URLSearchParams): number {
    const count = Number(query.get('MaxResultCount') ?? USUAL_PER_PAGE);
    if (!Number.isInteger(count) || count < 1 || count > MOST_PER_PAGE) throw invalid({ maxResultCount: `'Max Result Count' must lie between 1 and ${MOST_PER_PAGE}.` });
    return Math.min(count, this.options.timing.mostPerPage);
  }
}

function isMeant(one: Link | Transaction, query: URLSearchParams): boolean {
  const orderId = query.get('OrderId');
  const from = Date.parse(query.get('CreationTimeFrom') ?? '');
  const statuses = query.getAll('Statuses');
  const isRecent = Number.isNaN(from) || Date.parse(one.createdAt) >= from;
  return isRecent && (orderId === null || one.orderId === orderId) && (statuses.length === 0 || statuses.includes(one.status));
}

function invented(link: Link): Transaction {
  const { id, orderId, amount, currency, createdAt } = link;
  const place = { linkId: id, orderId, amount, currency, createdAt, changedAt: createdAt };
  return { ...place, id: `${id.slice(0, -4)}0000`, kind: 'Payment', type: 'SBP', originalTransactionId: null, status: 'Paid', errorCode: null, dueAt: null };
}

/** What the provider says to a token it does not take: nothing. */
export function unauthorized(): WireRefusal {
  return new WireRefusal(401, undefined, { 'www-authenticate': 'Bearer' });
}
