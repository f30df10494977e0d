import type { Discrepancy } from '#domain/reconciliation/discrepancy.js';
import { PanelConflict } from '../../ports/panels/panel-error.js';
import type { PanelAccountState, VpnPanel } from '../../ports/panels/vpn-panel.js';
import type { VpnPanels } from '../../ports/panels/vpn-panels.js';
import type { BookedAccount, PanelAccountQueries } from '../../queries/panel-account-queries.js';
import type { Check, Findings } from './check.js';
import { type AccountTerms, compareAccount, markerOf } from './compare-account.js';
import type { Window } from './window.js';

/** How the shop names accounts, and no person would. */
const OUR_NAME = /^s_[a-z0-9_]{1,30}$/;
const MOST_PAGES = 5_000;
const ROWS_AT_ONCE = 500;

interface Walked {
  readonly seen: ReadonlySet<string>;
  readonly suspects: readonly PanelAccountState[];
}

/**
 * Compares the accounts of one panel with our rows: page by page there, batch by batch here. Both move while they are read, so
 * whatever looks wrong is asked about once more, one by one, before it counts. Changes nothing there.
 */
export class PanelCheck implements Check {
  readonly source: string;

  constructor(
    private readonly panelId: string,
    private readonly panels: VpnPanels,
    private readonly accounts: PanelAccountQueries,
  ) {
    this.source = `panel:${panelId}`;
  }

  /** Throws `UnknownPanel` and `PanelError`. */
  async run({ until, settledBefore }: Window): Promise<Findings> {
    const panel = await this.panels.get(this.panelId);
    const terms = { panelId: this.panelId, until, settledBefore, limitsDevices: panel.capabilities.deviceLimit !== 'none' };
    const { seen, suspects } = await this.walk(panel, terms);
    const { rows, missing } = await this.unseen(seen, terms);
    const found: Discrepancy[] = [];
    for (const suspect of suspects) found.push(...(await this.confirm(panel, suspect, terms)));
    for (const account of missing) found.push(...(await this.confirmMissing(panel, account, terms)));
    return { found, compared: { [`${this.source} accounts`]: seen.size, [`${this.source} rows`]: rows } };
  }

  private async walk(panel: VpnPanel, terms: AccountTerms): Promise<Walked> {
    const seen = new Set<string>();
    const suspects: PanelAccountState[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const { accounts, nextCursor } = await panel.list(cursor);
      const named = accounts.filter(({ key }) => OUR_NAME.test(key));
      const rows = await this.rowsOf(named.map(({ key }) => key));
      for (const account of named) {
        seen.add(account.key);
        if (compareAccount(rows.get(account.key), account, terms)) suspects.push(account);
      }
      if (nextCursor === undefined) return { seen, suspects };
      cursor = nextCursor;
    }
    throw new Error(`${this.source}: the list of accounts has no end`);
  }

  /** Our accounts that the panel did not show. */
  private async unseen(seen: ReadonlySet<string>, terms: AccountTerms): Promise<{ readonly rows: number; readonly missing: readonly BookedAccount[] }> {
    const missing: BookedAccount[] = [];
    let rows = 0;
    for (let last: string | undefined = ''; last !== undefined; ) {
      const batch: readonly BookedAccount[] = await this.accounts.after(this.panelId, last, ROWS_AT_ONCE);
      rows += batch.length;
      missing.push(...batch.filter((account) => !seen.has(account.key) && compareAccount(account, undefined, terms)));
      last = batch.at(-1)?.key;
    }
    return { rows, missing };
  }

  /** The panel first, our rows after it: what was told in between agrees. */
  private async confirm(panel: VpnPanel, listed: PanelAccountState, terms: AccountTerms): Promise<readonly Discrepancy[]> {
    const known = await this.rowOf(listed.key);
    const marker = known ? markerOf(known.subscriptionId) : listed.marker;
    if (marker === undefined) return [];
    // A conflict says that the name is a stranger's still.
    const theirs = await unlessForeign(() => panel.find({ key: listed.key, marker }), listed);
    if (!theirs) return [];
    return found(compareAccount(await this.rowOf(listed.key), theirs, terms));
  }

  private async confirmMissing(panel: VpnPanel, { key, subscriptionId }: BookedAccount, terms: AccountTerms): Promise<readonly Discrepancy[]> {
    const there = await unlessForeign(async () => (await panel.find({ key, marker: markerOf(subscriptionId) })) !== undefined, true);
    return there ? [] : found(compareAccount(await this.rowOf(key), undefined, terms));
  }

  private async rowsOf(keys: readonly string[]): Promise<ReadonlyMap<string, BookedAccount>> {
    if (keys.length === 0) return new Map();
    const rows = await this.accounts.named(this.panelId, keys);
    return new Map(rows.map((row) => [row.key, row]));
  }

  private async rowOf(key: string): Promise<BookedAccount | undefined> {
    return (await this.rowsOf([key])).get(key);
  }
}

async function unlessForeign<Answer>(ask: () => Promise<Answer>, foreign: Answer): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof PanelConflict) return foreign;
    throw error;
  }
}

function found(discrepancy: Discrepancy | undefined): readonly Discrepancy[] {
  return discrepancy ? [discrepancy] : [];
}
