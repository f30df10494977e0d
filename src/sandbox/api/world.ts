import type { ArmedFault, SystemName } from '#sandbox/kit/fault-board.js';
import type { PanelUserView } from '#sandbox/kit/panel-user-view.js';
import { panelsOf } from './outside-world.js';
import type { OutsideWorld } from './outside-world.js';

export interface PanelState {
  /** By which the shop knows it. */
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly users: readonly PanelUserView[];
}

/** Everything that really is and happened outside of the shop, and the shop's own books beside it. */
export interface World {
  readonly heleket: { readonly invoices: readonly unknown[] };
  readonly yookassa: { readonly payments: readonly unknown[] };
  readonly wata: { readonly links: readonly unknown[] };
  readonly cryptoPay: { readonly invoices: readonly unknown[] };
  readonly stars: { readonly transactions: readonly unknown[] };
  readonly fragment: { readonly deliveries: readonly unknown[]; readonly session: string };
  readonly ton: { readonly transfers: readonly unknown[]; readonly balanceNano: string };
  readonly panels: readonly PanelState[];
  readonly ledger: unknown;
  readonly telegram: { readonly chats: readonly unknown[]; readonly stars: readonly unknown[] };
  readonly faults: readonly ArmedFault[];
}

/** Reads the world; amounts are texts (of TON whole nanotons), times are in ISO form. */
export function readWorld(outside: OutsideWorld, ledger: unknown): World {
  const { telegram, heleket, yookassa, wata, cryptoPay, fragment, ton, faults } = outside;
  return {
    heleket: { invoices: heleket.invoices() },
    yookassa: { payments: yookassa.invoices() },
    wata: { links: wata.invoices() },
    cryptoPay: { invoices: cryptoPay.invoices() },
    stars: { transactions: telegram.stars().map(plain) },
    fragment: { deliveries: fragment.deliveries().map(plain), session: fragment.snapshot().sessions.state },
    ton: { transfers: ton.transfers().map(plain), balanceNano: ton.balance().toString() },
    panels: readPanels(outside),
    ledger: ledger ?? {},
    telegram: { chats: telegram.chats(), stars: telegram.stars() },
    faults: faults.list(),
  };
}

interface QuietSystem {
  readonly system: SystemName;
  readonly look: () => unknown;
}

/** What changes with time alone, and tells nobody: links that end, accounts that run out. */
export function quietChangesOf(outside: OutsideWorld): readonly QuietSystem[] {
  const { wata, cryptoPay } = outside;
  const gateways = [wata, cryptoPay].map((gateway): QuietSystem => ({ system: gateway.name, look: () => gateway.invoices().map(({ status }) => status) }));
  const panels = panelsOf(outside).map(({ simulator }): QuietSystem => ({ system: simulator.name, look: () => simulator.users().map(({ key, status }) => [key, status]) }));
  return [...gateways, ...panels];
}

function readPanels(outside: OutsideWorld): readonly PanelState[] {
  return panelsOf(outside).map(({ id, title, simulator }) => ({ id, kind: simulator.name, title, users: simulator.users() }));
}

function plain(record: object): unknown {
  const fields = Object.entries(record).map(([name, value]) => [name, plainValue(value)] as const);
  return Object.fromEntries(fields);
}

function plainValue(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  return value instanceof Date ? value.toISOString() : value;
}
