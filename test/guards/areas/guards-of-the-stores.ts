import { guardsOf, type Guard } from '../guard.js';

export const GUARDS_OF_THE_STORES: readonly Guard[] = [
  ...guardsOf('src/adapters/outbound/postgres/data-folder-lock.ts', ['test/adapters/postgres/stores/data-folder-lock.test.ts'], [
    ['a data folder belongs to one process', 'if (other && isAlive(other)) throw new DataFolderInUse(resolve(folder), other.pid);', ''],
    ['a process number says nothing without its birth', 'return born === undefined || holder.born === undefined || born === holder.born;', 'return true;'],
  ]),
  ...guardsOf('src/adapters/outbound/postgres/session-vault.ts', ['test/adapters/postgres/stores/session-vault.test.ts'], [
    ['an old session does not pass for the newest', 'return Buffer.from(`${name}:${version}`);', 'return Buffer.from(`${name}:${version > 0}`);'],
  ]),
  ...guardsOf('src/adapters/outbound/memory/persistence/guarded.ts', ['test/adapters/memory/unit-of-work.test.ts'], [
    ['no provider is called inside a transaction', 'if (!free.has(property)) assertNoOpenTransaction(`${String(property)} was called`);', ''],
  ]),
];
