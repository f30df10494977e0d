import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A program of the repository as a process of its own, with nothing in its environment but what it is given. */
export class ShopProcess {
  output = '';
  private readonly exited: Promise<Exit>;

  private constructor(private readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.output += text;
      });
    }
    this.exited = new Promise((resolve) => child.once('close', (code, signal) => resolve({ code, signal })));
  }

  static run(program: 'src/main.ts' | 'src/cli.ts' | 'dist/src/main.js', environment: Readonly<Record<string, string>>, words: readonly string[] = [], input = ''): ShopProcess {
    const uncompiled = program.endsWith('.ts') ? ['--conditions=source', '--import', 'tsx'] : [];
    const child = spawn(process.execPath, [...uncompiled, program, ...words], {
      env: { PATH: process.env.PATH, ...environment },
      stdio: 'pipe',
    });
    child.stdin.end(input);
    return new ShopProcess(child);
  }

  /** Resolves when the text was printed; throws when the process ends without it. */
  async prints(text: string): Promise<void> {
    const over = this.exited.then(() => true);
    while (!this.output.includes(text)) {
      const more = Promise.race([over, ...[this.child.stdout, this.child.stderr].map((stream) => stream && once(stream, 'data').then(() => false))]);
      if (await more && !this.output.includes(text)) throw new Error(`ended without "${text}": ${this.output}`);
    }
  }

  send(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  exit(): Promise<Exit> {
    return this.exited;
  }

  async kill(): Promise<void> {
    this.send('SIGKILL');
    await this.exited;
  }
}

/** A port nobody listens on right now. */
export async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return String(port);
}
