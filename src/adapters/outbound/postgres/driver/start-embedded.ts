import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PGlite, PGliteOptions } from '@electric-sql/pglite';

/** An empty database as `npm run build` packs it; there is none beside uncompiled code. */
const PACKED = new URL('../../../../../db/empty-database.tgz', import.meta.url);

// The default of 128 MB would be taken from this process at once; what does not fit is still in the system's file cache.
const SHARED_BUFFERS = ['-c', 'shared_buffers=16MB'];

/** Starts the embedded Postgres over `folder`, or in memory; makes the database where there is none, or only half of one. */
export async function startEmbedded(folder: string | undefined, packed: URL = PACKED): Promise<PGlite> {
  if (folder === undefined) return start('memory://', await archiveAt(packed));
  const unfinished = `${folder}.unfinished`;
  if (existsSync(join(folder, 'PG_VERSION')) && !existsSync(unfinished)) return start(folder);
  // A process that is killed while it makes the database leaves the mark behind, and nobody has stored anything yet.
  await writeFile(unfinished, '');
  await rm(folder, { recursive: true, force: true });
  const database = await start(folder, await archiveAt(packed));
  await rm(unfinished);
  return database;
}

async function start(dataDir: string, archive?: Blob): Promise<PGlite> {
  // Loaded here, because a shop with a Postgres server has no use for a second one.
  const { PGlite } = await import('@electric-sql/pglite');
  const options: PGliteOptions = { startParams: [...PGlite.defaultStartParams, ...SHARED_BUFFERS] };
  return PGlite.create(dataDir, archive ? { ...options, loadDataDir: archive } : options);
}

/** Making a database from nothing takes seconds of work and half a gigabyte that stays with the process; unpacking one does not. */
async function archiveAt(packed: URL): Promise<Blob | undefined> {
  return existsSync(packed) ? new Blob([await readFile(packed)]) : undefined;
}
