import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A process of this bench that listens on a port of its own. */
export interface Child {
  readonly port: number;
  /** Processor time it has used up to now: what a busy machine cannot blur. */
  cpuMs(): Promise<number>;
  stop(): Promise<void>;
}

/** Starts `bench/processes/<name>.ts` in its own process and waits until it says where it listens. */
export async function startChild(name: string, environment: Readonly<Record<string, string>>): Promise<Child> {
  const file = fileURLToPath(new URL(`../processes/${name}.ts`, import.meta.url));
  const flags = process.env['BENCH_NODE_FLAGS']?.split(' ') ?? [];
  // Without this condition `#` leads to the code as it was built: what production runs.
  const execArgv = process.execArgv.filter((flag) => flag !== '--conditions=source');
  const child = fork(file, {
    env: { PATH: process.env['PATH'], ...environment },
    execArgv: [...execArgv, ...flags],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const port = await Promise.race([listening(child), died(child, name)]);
  return { port, cpuMs: () => cpuOf(child), stop: () => end(child) };
}

/** Told by a child once it listens; it ends when the bench does, however that ends. */
export function sayListening(port: number): void {
  process.once('disconnect', () => process.exit(1));
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send?.({ cpuMs: (user + system) / 1000 });
  });
  process.send?.({ port });
}

async function listening(child: ChildProcess): Promise<number> {
  const [message] = (await once(child, 'message')) as [{ port: number }];
  return message.port;
}

async function cpuOf(child: ChildProcess): Promise<number> {
  const answer = once(child, 'message') as Promise<[{ cpuMs: number }]>;
  child.send('cpu');
  return (await answer)[0].cpuMs;
}

async function died(child: ChildProcess, name: string): Promise<never> {
  const [code] = (await once(child, 'exit')) as [number | null];
  throw new Error(`${name} ended with ${code ?? 'a signal'} before it listened`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}
