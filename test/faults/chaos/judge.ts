import type { Database } from '#adapters/outbound/postgres/connection.js';
import { PostgresLedgerAudit } from '#adapters/outbound/postgres/queries/postgres-ledger-audit.js';
import { Money } from '#domain/shared/money.js';
import type { World } from '../../e2e/support/outside.js';
import { until } from '../../e2e/support/until.js';
import type { History } from './history.js';

interface Transfer {
  readonly ref: string;
  readonly amount: string;
}

export interface Verdict {
  readonly violations: readonly string[];
  readonly invariants: number;
  /** What was compared, for people. */
  readonly summary: string;
}

/** Waits until nobody owes anything any more. Throws with what is left when that does not come. */
export async function everythingDone(books: Database, history: History, unanswered: () => Promise<number>, deadlineMs: number): Promise<void> {
  const left = async (): Promise<Record<string, number>> => {
    const { rows } = await books.knex.raw<{ rows: Record<string, string>[] }>(`SELECT
      (SELECT count(*) FROM inbox WHERE state = 'received') AS messages,
      (SELECT count(*) FROM outbox WHERE state = 'pending') AS notices,
      (SELECT count(*) FROM orders WHERE state IN ('paid', 'fulfilling', 'unknown')) AS orders,
      (SELECT count(*) FROM vpn_configs account JOIN subscriptions owner ON owner.id = account.subscription_id
        WHERE account.state <> 'gone' AND account.applied_version < owner.version) AS accounts,
      ? - (SELECT count(*) FROM ledger_transfers WHERE ref LIKE 'topup:%') AS payments`, [history.paid.size]);
    const owed = Object.fromEntries(Object.entries(rows[0] ?? {}).map(([name, count]) => [name, Number(count)]));
    return { ...owed, updates: await unanswered() };
  };
  await until(
    async () => (Object.values(await left()).every((count) => count <= 0) ? true : undefined),
    async () => `still to be done: ${JSON.stringify(await left())}`,
    { deadlineMs },
  );
}

/** What was acknowledged is in the books, what is in the books was attempted, and the world outside has seen exactly that. */
export async function judge(books: Database, world: World, history: History): Promise<Verdict> {
  const { rows } = await books.knex.raw<{ rows: Transfer[] }>('SELECT ref, amount::text AS amount FROM ledger_transfers');
  const refs = (kind: string): Map<string, string> => new Map(rows.filter(({ ref }) => ref.startsWith(kind)).map(({ ref, amount }) => [ref.slice(kind.length), amount]));
  const [credits, holds, captures, releases] = ['topup:heleket:', 'hold:', 'capture:', 'release:'].map(refs) as [Map<string, string>, Map<string, string>, Map<string, string>, Map<string, string>];
  const paidOutside = new Map(world.heleket.invoices.map(({ uuid, paid }) => [uuid, Money.parse(paid, 'TON').minor.toString()]));
  const { rows: delivered } = await books.knex.raw<{ rows: { recipient: string; stars: number }[] }>(
    `SELECT recipient ->> 'username' AS recipient, stars + bonus AS stars FROM orders WHERE kind = 'stars' AND state = 'delivered'`,
  );
  const { rows: subscribed } = await books.knex.raw<{ rows: { id: string }[] }>(`SELECT id FROM orders WHERE kind = 'subscription'`);
  const ofVpn = new Set(subscribed.map(({ id }) => id));
  const starCaptures = [...captures.keys()].filter((order) => !ofVpn.has(order)).length;
  const { rows: kept } = await books.knex.raw<{ rows: { subscription: string; ends: Date }[] }>(
    `SELECT owner.id AS subscription, owner.expires_at AS ends
      FROM vpn_configs account JOIN subscriptions owner ON owner.id = account.subscription_id WHERE account.state <> 'gone'`,
  );
  const accounts = world.panels.flatMap(({ users }) => users.map(({ marker, expiresAt }) => `${marker ?? 'nobody'} ${expiresAt ?? 'never'}`));
  const audit = await new PostgresLedgerAudit(books).verify();
  const violations = [
    ...missing('lost: a webhook was answered 200, but the payment is not credited', history.taken, credits),
    ...missing('lost: an invoice was paid, but the payment is not credited', history.paid, credits),
    ...missing('invented: a credit for an invoice that nobody paid', credits.keys(), history.paid),
    ...[...credits].filter(([invoice, amount]) => paidOutside.get(invoice) !== amount).map(([invoice, amount]) => `another amount was credited: ${invoice} ${amount}`),
    ...missing('lost: an order was promised, but no money was taken for it', history.promised, holds),
    ...missing('invented: money was held for an order that nobody pressed', holds.keys(), history.ordered),
    ...[...holds.keys()].filter((order) => captures.has(order) === releases.has(order)).map((order) => `an order has neither or both of capture and release: ${order}`),
    ...difference('deliveries', delivered.map(({ recipient, stars }) => `${recipient} ${stars}`), world.fragment.deliveries.map(({ recipient, stars }) => `${recipient} ${stars}`)),
    ...difference('accounts', kept.map(({ subscription, ends }) => `shop:${subscription} ${ends.toISOString()}`), accounts),
    ...(starCaptures === world.ton.transfers.length ? [] : [`${starCaptures} orders of stars are delivered, but the wallet paid ${world.ton.transfers.length} times`]),
    ...audit.flatMap(({ id, title, violations: found }) => found.map((row) => `${id} ${title}: ${JSON.stringify(row)}`)),
  ];
  const summary = `${credits.size} credits, ${holds.size} holds, ${captures.size} captures, ${releases.size} releases, ${world.fragment.deliveries.length} deliveries, ${world.ton.transfers.length} payments on the chain, ${accounts.length} accounts at panels, ${ofVpn.size} orders of VPN`;
  return { violations, invariants: audit.length + 10, summary };
}

function missing(what: string, wanted: Iterable<string>, there: { has(key: string): boolean }): string[] {
  return [...wanted].filter((key) => !there.has(key)).map((key) => `${what}: ${key}`);
}

function difference(what: string, ours: readonly string[], theirs: readonly string[]): string[] {
  const [one, other] = [[...ours].sort(), [...theirs].sort()].map((list) => list.join(', '));
  return one === other ? [] : [`${what} differ: here ${String(one)}; outside ${String(other)}`];
}
