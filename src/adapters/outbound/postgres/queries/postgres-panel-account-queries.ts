import type { SubscriptionState } from '#domain/vpn/subscription-states.js';
import type { BookedAccount, PanelAccountQueries } from '#use-cases/queries/panel-account-queries.js';
import type { Database } from '../connection.js';
import { DatabaseSession } from '../driver/database-session.js';
import { allowanceOf, type AllowanceJson } from '../models/allowance-json.js';

interface Row {
  readonly account_key: string;
  readonly subscription_id: string;
  readonly state: BookedAccount['state'];
  readonly settled: boolean;
  readonly checked_at: Date | null;
  readonly subscription_state: SubscriptionState;
  readonly expires_at: Date;
  readonly allowance: AllowanceJson;
}

const ACCOUNTS = `SELECT account_key, subscription_id, accounts.state, checked_at, subscriptions.state AS subscription_state, expires_at, allowance,
    accounts.state = 'kept' AND applied_version >= version AND next_attempt_at IS NULL AS settled
  FROM vpn_configs accounts JOIN subscriptions ON subscriptions.id = subscription_id`;

/** Reads accounts with their subscriptions by the key that is unique on a panel. */
export class PostgresPanelAccountQueries implements PanelAccountQueries {
  constructor(private readonly database: Database) {}

  named(panelId: string, keys: readonly string[]): Promise<readonly BookedAccount[]> {
    return this.accounts('WHERE panel_id = $1 AND account_key = ANY($2::text[])', [panelId, keys]);
  }

  after(panelId: string, key: string, limit: number): Promise<readonly BookedAccount[]> {
    return this.accounts(`WHERE panel_id = $1 AND account_key > $2 AND accounts.state <> 'gone' ORDER BY account_key LIMIT $3`, [panelId, key, limit]);
  }

  private async accounts(which: string, bindings: readonly unknown[]): Promise<readonly BookedAccount[]> {
    const rows = await DatabaseSession.lend(this.database.knex, (session) => session.rows<Row>(`${ACCOUNTS} ${which}`, bindings));
    return rows.map((row) => ({
      key: row.account_key,
      subscriptionId: row.subscription_id,
      state: row.state,
      settled: row.settled,
      checkedAt: row.checked_at ?? undefined,
      subscriptionState: row.subscription_state,
      expiresAt: row.expires_at,
      allowance: allowanceOf(row.allowance),
    }));
  }
}
