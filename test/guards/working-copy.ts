import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { occurrences, removalsOf, type Guard } from './guard.js';

const LEFT_OUT = new Set(['node_modules', '.git', 'dist', '.data']);

/** A copy of the tree in which guards can be removed while nobody else sees it. */
export class WorkingCopy {
  private constructor(readonly folder: string) {}

  static make(): WorkingCopy {
    const folder = mkdtempSync(join(tmpdir(), 'polaris-guards-'));
    cpSync('.', folder, { recursive: true, filter: (path) => !LEFT_OUT.has(basename(path)) });
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
    return new WorkingCopy(folder);
  }

  /** Runs `work` while the guard is gone. Throws where its text does not stand there exactly once. */
  async without<Result>(guard: Guard, work: () => Promise<Result>): Promise<Result> {
    const before = new Map<string, string>();
    try {
      for (const { file, text, replacement } of removalsOf(guard)) {
        const path = join(this.folder, file);
        const source = readFileSync(path, 'utf8');
        if (occurrences(source, text) !== 1) throw new Error(`stands ${occurrences(source, text)} times in ${file}`);
        if (!before.has(path)) before.set(path, source);
        writeFileSync(path, source.split(text).join(replacement));
      }
      return await work();
    } finally {
      for (const [path, source] of before) writeFileSync(path, source);
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
