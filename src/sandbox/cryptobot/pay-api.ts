import { readAmount, writeAmount } from './amount.js';
import type { AppBook } from './app-book.js';
import { readCreateRequest } from './create-request.js';
import type { Transfer } from './invoice.js';
import { type Parameters, textOf } from './parameters.js';
import { WireRefusal } from './wire-refusal.js';
import { invoiceWire, transferWire } from './wire-view.js';

export interface PayApiOptions {
  readonly book: AppBook;
  readonly origin: string;
  readonly testnet: boolean;
  /** Whether the app's owner has switched transfers on. */
  readonly transfers: boolean;
}

/** Lists are bare arrays in what is left of the API's first versions. */
type Answer = (parameters: Parameters, how: { readonly lying: boolean; readonly bare: boolean }) => unknown;

/** What the provider does for an app, behind the token. Each method returns the `result`, or throws `WireRefusal`. */
export class PayApi {
  readonly methods: ReadonlyMap<string, Answer> = new Map<string, Answer>([
    ['getMe', () => this.app()],
    ['getBalance', () => this.balance()],
    ['createInvoice', (given, { lying }) => this.invoiceFrom(given, lying)],
    ['getInvoices', (given, { lying, bare }) => listed(this.invoices(given).map((one) => invoiceWire(one, this.options.origin, lying)), bare)],
    ['deleteInvoice', (given) => this.delete(given)],
    ['transfer', (given, { lying }) => transferWire(this.transfer(given, lying))],
    ['getTransfers', (given, { bare }) => listed(this.transfers(given).map(transferWire), bare)],
  ]);

  constructor(private readonly options: PayApiOptions) {}

  private app(): unknown {
    return { app_id: 12345, name: 'Polaris', payment_processing_bot_username: this.options.testnet ? 'CryptoTestnetBot' : 'CryptoBot' };
  }

  private balance(): unknown {
    return [...this.options.book.balances()].map(([currency_code, units]) => ({ currency_code, available: writeAmount(units), onhold: '0' }));
  }

  private invoiceFrom(given: Parameters, lying: boolean): unknown {
    return invoiceWire(this.options.book.create(readCreateRequest(given, this.options.testnet)), this.options.origin, lying);
  }

  private invoices(given: Parameters) {
    const ids = listIn(given.invoice_ids);
    const found = this.options.book.all().filter((invoice) => {
      const isNamed = ids === undefined || ids.includes(String(invoice.id));
      const currency = given.asset ?? given.fiat;
      return isNamed && (given.status === undefined || given.status === invoice.status) && (currency === undefined || currency === invoice.currency);
    });
    return pageOf(found, given);
  }

  private delete({ invoice_id: id }: Parameters): true {
    if (!this.options.book.delete(Number(id))) throw new WireRefusal(400, 'INVOICE_NOT_FOUND');
    return true;
  }

  /** A lie is a transfer that is told of and never made. */
  private transfer(given: Parameters, lying: boolean): Transfer {
    if (!this.options.transfers) throw new WireRefusal(403, 'METHOD_DISABLED');
    const { user_id: userId, asset, amount, spend_id: spendId, comment = null } = given;
    if (!/^[1-9]\d{0,15}$/.test(textOf(userId))) throw new WireRefusal(400, 'USER_ID_INVALID');
    if (typeof asset !== 'string' || !this.options.book.balances().has(asset)) throw new WireRefusal(400, 'ASSET_INVALID');
    if (readAmount(amount) === undefined) throw new WireRefusal(400, 'AMOUNT_INVALID');
    if (typeof spendId !== 'string' || spendId === '' || spendId.length > 64) throw new WireRefusal(400, 'SPEND_ID_INVALID');
    if (comment !== null && (typeof comment !== 'string' || comment.length > 1024)) throw new WireRefusal(400, 'COMMENT_INVALID');
    const request = { userId: Number(userId), asset, amount: textOf(amount), spendId, comment };
    return lying ? { ...request, id: 1, completedAt: new Date(0).toISOString() } : this.options.book.transfer(request);
  }

  private transfers(given: Parameters): readonly Transfer[] {
    const { asset, spend_id: spendId } = given;
    const found = this.options.book.transfers().filter((one) => (asset ?? one.asset) === one.asset && (spendId ?? one.spendId) === one.spendId);
    return pageOf(found, given);
  }
}

function listed(items: readonly unknown[], bare: boolean): unknown {
  return bare ? items : { items };
}

function listIn(value: unknown): readonly string[] | undefined {
  return value === undefined ? undefined : textOf(value).split(',');
}

function pageOf<Item>(items: readonly Item[], { offset = 0, count = 100 }: Parameters): readonly Item[] {
  const [from, size] = [Number(offset), Number(count)];
  if (!Number.isInteger(from) || from < 0) throw new WireRefusal(400, 'OFFSET_INVALID');
  if (!Number.isInteger(size) || size < 1 || size > 1000) throw new WireRefusal(400, 'COUNT_INVALID');
  return items.slice(from, from + size);
}
