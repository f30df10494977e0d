import type { z } from 'zod';
import type { Money } from '#domain/shared/money.js';
import { FragmentFault, unescapeHtml } from '../session/fragment-fault.js';
import type { Fields } from '../session/api.js';
import { type FragmentSession, nonce } from '../session/session.js';
import { type HistoryRow, readHistory } from './history.js';
import { readTon, readTonPrice } from './price.js';
import { initAnswer, linkAnswer, priceAnswer, searchAnswer, type StarsLink, stateAnswer } from './wire.js';

export interface FoundRecipient {
  readonly token: string;
  readonly name: string;
}

export interface StarsRequest {
  readonly reqId: string;
  readonly amount: Money;
}

export interface BuyState {
  readonly mode: string;
  readonly done: boolean;
}

const OTHER_SPELLING: readonly string[] = ['unknown-user', 'not-a-user'];

/** The methods of Fragment's star page. All throw `FragmentFault`; none of them moves money. */
export class FragmentProtocol {
  constructor(
    private readonly session: FragmentSession,
    private readonly showSender: boolean,
  ) {}

  /** Brings the session's price up to date; without it a request is answered with "Price was changed". */
  async syncState(mode = 'new'): Promise<BuyState> {
    const answer = await this.call('updateStarsBuyState', { mode, lv: 'false', dh: nonce() }, stateAnswer);
    const reached = answer.mode ?? mode;
    return { mode: reached, done: reached === 'done' && answer.need_update === false };
  }

  /** One operator saw live names refused in one spelling and found in another. */
  async search(username: string): Promise<FoundRecipient> {
    const lower = username.toLowerCase();
    let refusal: FragmentFault | undefined;
    for (const query of new Set([username, `@${username}`, lower, `@${lower}`])) {
      try {
        const { found } = await this.call('searchStarsRecipient', { query, quantity: '' }, searchAnswer);
        return { token: found.recipient, name: plainName(found.name, username) };
      } catch (error) {
        if (!(error instanceof FragmentFault) || !OTHER_SPELLING.includes(error.kind)) throw error;
        refusal ??= error;
      }
    }
    throw refusal ?? new FragmentFault('unknown-user', 'searchStarsRecipient');
  }

  async price(stars: number): Promise<Money> {
    const answer = await this.call('updateStarsPrices', { stars: '0', quantity: String(stars) }, priceAnswer);
    const price = readTonPrice(answer.cur_price);
    if (!price) throw new FragmentFault('protocol', 'updateStarsPrices');
    return price;
  }

  /** A request nobody pays for stays without effect. Leaving `payment_method` out is answered with "Access denied". */
  async request(recipientToken: string, stars: number): Promise<StarsRequest> {
    const fields = { recipient: recipientToken, quantity: String(stars), payment_method: 'ton' };
    const answer = await this.call('initBuyStarsRequest', fields, initAnswer);
    const amount = readTon(answer.amount);
    if (!amount) throw new FragmentFault('protocol', 'initBuyStarsRequest');
    return { reqId: answer.req_id, amount };
  }

  async link(reqId: string, wallet: { account: string; device: string }): Promise<StarsLink> {
    const { account, device } = wallet;
    const fields = { id: reqId, show_sender: this.showSender ? '1' : '0', transaction: '1', account, device };
    return this.call('getBuyStarsLink', fields, linkAnswer);
  }

  /** Uncertain whether stars come without it: clients disagree, so it is always sent. */
  async confirm(method: string, fields: Fields): Promise<void> {
    await this.session.call(method, fields);
  }

  async history(): Promise<readonly HistoryRow[]> {
    return readHistory(await this.session.html('history', '/stars/history?sort=desc'));
  }

  private async call<Schema extends z.ZodType>(method: string, fields: Fields, schema: Schema): Promise<z.output<Schema>> {
    const parsed = schema.safeParse(await this.session.call(method, fields));
    if (!parsed.success) throw new FragmentFault('protocol', method);
    return parsed.data;
  }
}

function plainName(html: string, username: string): string {
  const text = unescapeHtml(html.replace(/<[^>]{0,500}>/g, '')).replace(/\s+/g, ' ').trim();
  return text.slice(0, 100) || username;
}
