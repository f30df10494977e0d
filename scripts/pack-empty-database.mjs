// Packs an empty embedded database beside the compiled code: a new shop unpacks it instead of making one, which takes far longer.
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PGlite } from '@electric-sql/pglite';

const packed = process.argv[2] ?? 'dist/db/empty-database.tgz';
const writtenAt = async (path) => (await stat(path).catch(() => undefined))?.mtimeMs ?? 0;

// It depends on the engine alone: packed once, it holds until another version is installed.
if ((await writtenAt(packed)) < (await writtenAt(fileURLToPath(import.meta.resolve('@electric-sql/pglite'))))) {
  const database = await PGlite.create('memory://');
  const archive = await database.dumpDataDir('gzip');
  await database.close();
  await mkdir(dirname(packed), { recursive: true });
  await writeFile(packed, Buffer.from(await archive.arrayBuffer()));
}
