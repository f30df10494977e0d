import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

const DEBOUNCE = 200;

/** Keeps the outside world over restarts: written a moment after a change, whole or not at all, readable by its owner only. */
export class StateFile {
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();
  private closed = false;

  constructor(
    private readonly path: string,
    private readonly snapshot: () => unknown,
    private readonly failed: (error: unknown) => void,
  ) {}

  /** What was saved; undefined on the first day. Throws when the file is there but holds no state. */
  async load(): Promise<unknown> {
    const text = await readFile(this.path, 'utf8').catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    });
    return text === undefined ? undefined : (JSON.parse(text) as unknown);
  }

  /** Saves soon; several calls are one write. */
  touch(): void {
    if (!this.closed) this.timer ??= setTimeout(() => void this.flush().catch(this.failed), DEBOUNCE);
  }

  /** Saves now and resolves when it is on disk. */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.writing = this.writing.catch(() => undefined).then(() => this.write());
    return this.writing;
  }

  /** Saves for the last time. */
  close(): Promise<void> {
    this.closed = true;
    return this.flush();
  }

  private async write(): Promise<void> {
    const draft = `${this.path}.${process.pid}.draft`;
    await mkdir(dirname(this.path), { recursive: true, mode: 0o700 });
    const file = await open(draft, 'w', 0o600);
    try {
      await file.writeFile(JSON.stringify(this.snapshot()));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, this.path);
  }
}
