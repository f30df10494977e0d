import { ProviderError } from '#use-cases/ports/providers/provider-error.js';
import { type Query, type WataApi, WataRefusal } from './api.js';
import { linkPageSchema, linkSchema, transactionPageSchema, type WireLink, type WireTransaction } from './wire.js';

const PROVIDER = 'wata';
const PER_PAGE = '1000';
const MOST_PAGES = 200;

/** What Wata keeps, read whole. Throws `ProviderError`, of kind `unauthorized` when it speaks for another terminal than ours. */
export class WataRecords {
  constructor(
    private readonly api: WataApi,
    private readonly terminalId: string | undefined,
  ) {}

  /** All links of a search that are not deleted yet; a search by order id is compared once more here. */
  async links(filter: Query): Promise<readonly WireLink[]> {
    const found: WireLink[] = [];
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const query = { ...filter, SkipCount: String(found.length), MaxResultCount: PER_PAGE };
      const { items, totalCount } = await this.api.call({ step: 'links', path: '/links', query, answer: linkPageSchema });
      found.push(...items);
      if (items.length === 0 || found.length >= totalCount) return this.ours(found, filter);
    }
    throw endless();
  }

  /** All transactions of a search, refunds among them. */
  async transactions(filter: Query): Promise<readonly WireTransaction[]> {
    const found: WireTransaction[] = [];
    let cursor: Query = {};
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const query = { ...filter, MaxResultCount: PER_PAGE, ...cursor };
      const answer = await this.api.call({ step: 'transactions', path: '/v2/transactions', query, answer: transactionPageSchema });
      found.push(...answer.items);
      if (!answer.hasNextPage || answer.items.length === 0) return this.ours(found, filter);
      // The next page needs all three; without the date it begins anew.
      cursor = { CursorId: given(answer.nextCursorId), CursorDate: given(answer.nextCursorDate), CursorAmount: given(answer.nextCursorAmount) };
    }
    throw endless();
  }

  /** Undefined when the link is deleted, which it is as soon as its time is over. */
  async link(id: string): Promise<WireLink | undefined> {
    try {
      const link = await this.api.call({ step: 'link', path: `/links/${encodeURIComponent(id)}`, answer: linkSchema });
      return this.ours([link], {})[0];
    } catch (error) {
      if (error instanceof WataRefusal && error.failure === 'not_found') return undefined;
      throw error;
    }
  }

  isForeign({ terminalPublicId }: { readonly terminalPublicId?: string | null | undefined }): boolean {
    return this.terminalId !== undefined && terminalPublicId != null && terminalPublicId.toLowerCase() !== this.terminalId;
  }

  private ours<Wire extends WireLink | WireTransaction>(found: readonly Wire[], { OrderId }: Query): readonly Wire[] {
    if (found.some((one) => this.isForeign(one))) throw new ProviderError(PROVIDER, 'unauthorized', 'speaks for another terminal');
    return OrderId === undefined ? found : found.filter(({ orderId }) => orderId === OrderId);
  }
}

function given(cursor: string | null | undefined): string | undefined {
  return cursor ?? undefined;
}

function endless(): ProviderError {
  return new ProviderError(PROVIDER, 'unavailable', 'the list has no end');
}
