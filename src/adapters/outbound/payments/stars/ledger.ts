import { Money } from '#domain/shared/money.js';
import type { StarLedger, StarPage, StarTransaction } from '#use-cases/ports/providers/star-ledger.js';
import type { HttpClient } from '../../kit/http-client.js';
import { StarsApi } from './api.js';
import type { StarsConfig } from './config.js';
import { transactionsSchema, type WireTransaction } from './wire.js';

const PER_PAGE = 100;

/** The bot's Star transactions as Telegram lists them. */
export class TelegramStarLedger implements StarLedger {
  private readonly api: StarsApi;

  constructor(config: StarsConfig, http: HttpClient) {
    this.api = new StarsApi(http, config);
  }

  async page(offset: number): Promise<StarPage> {
    const parameters = { offset, limit: PER_PAGE };
    const { transactions } = await this.api.call({ step: 'transactions', method: 'getStarTransactions', parameters, answer: transactionsSchema, effect: 'read' });
    const { length } = transactions;
    return { length, isLast: length < PER_PAGE, transactions: transactions.map(aboutInvoice).filter((one) => one !== undefined) };
  }
}

/**
 * Undefined for what is no payment of an invoice. Uncertain: whether Stars that Telegram takes back by itself are listed like a refund, with
 * the charge's id; other forms of it would not be seen here.
 */
function aboutInvoice(entry: WireTransaction): StarTransaction | undefined {
  if (!entry || BigInt(entry.amount) === 0n) return undefined;
  const { id, amount, date, direction, payer } = entry;
  return { id, direction, payer: Number(payer.user.id), payload: payer.invoice_payload, amount: Money.of(BigInt(amount), 'XTR'), at: new Date(Number(date) * 1000) };
}
