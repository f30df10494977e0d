import { guardsOf, type Guard } from '../guard.js';

export const GUARDS_OF_THE_STORES: readonly Guard[] = [
  ...guardsOf('src/adapters/outbound/postgres/data-folder-lock.ts', ['test/adapters/postgres/stores/data-folder-lock.test.ts'], [
    ['a data folder belongs to one process', 'if (other && isAlive(other)) throw new DataFolderInUse(resolve(folder), other.pid);', ''],
    ['a process number says nothing without its birth', 'return born === undefined || holder.born === undefined || born === holder.born;', 'return true;'],
  ]),
  ...guardsOf('src/adapters/outbound/postgres/vaults/session-vault.ts', ['test/adapters/postgres/stores/session-vault.test.ts'], [
    ['an old session does not pass for the newest', 'return `${name}:${version}`;', 'return `${name}:${version > 0}`;'],
  ]),
  ...guardsOf('src/adapters/outbound/postgres/vaults/panel-vault.ts', ['test/adapters/postgres/stores/panel-vault.test.ts'], [
    ['the settings of one panel do not pass for another\'s', 'return `panel:${panelId}`;', 'return `panel:${panelId.length > 0}`;'],
  ]),
  ...guardsOf('src/adapters/outbound/postgres/vaults/kept-secret.ts', ['test/adapters/postgres/stores/panel-vault.test.ts'], [
    ['a secret is made once', 'ON CONFLICT (key) DO NOTHING', 'ON CONFLICT (key) DO UPDATE SET value = excluded.value'],
  ]),
  ...guardsOf('src/adapters/outbound/memory/persistence/guarded.ts', ['test/adapters/memory/unit-of-work.test.ts'], [
    ['no provider is called inside a transaction', 'if (!free.has(property)) assertNoOpenTransaction(`${String(property)} was called`);', ''],
  ]),
];
