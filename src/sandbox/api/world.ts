import type { ArmedFault } from '#sandbox/kit/fault-board.js';
import type { OutsideWorld } from './outside-world.js';

/** Everything that really is and happened outside of the shop, and the shop's own books beside it. */
export interface World {
  readonly heleket: { readonly invoices: readonly unknown[] };
  readonly fragment: { readonly deliveries: readonly unknown[]; readonly session: string };
  readonly ton: { readonly transfers: readonly unknown[]; readonly balanceNano: string };
  readonly ledger: unknown;
  readonly telegram: { readonly chats: readonly unknown[] };
  readonly faults: readonly ArmedFault[];
}

/** Reads the world; amounts are texts of whole nanotons, times are in ISO form. */
export function readWorld(outside: OutsideWorld, ledger: unknown): World {
  const { telegram, heleket, fragment, ton, faults } = outside;
  return {
    heleket: { invoices: heleket.invoices() },
    fragment: { deliveries: fragment.deliveries().map(plain), session: fragment.snapshot().sessions.state },
    ton: { transfers: ton.transfers().map(plain), balanceNano: ton.balance().toString() },
    ledger: ledger ?? {},
    telegram: { chats: telegram.chats() },
    faults: faults.list(),
  };
}

function plain(record: object): unknown {
  const fields = Object.entries(record).map(([name, value]) => [name, plainValue(value)] as const);
  return Object.fromEntries(fields);
}

function plainValue(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  return value instanceof Date ? value.toISOString() : value;
}
