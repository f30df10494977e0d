import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

const LONGEST_START_MS = 120_000;
const run = promisify(execFile);

/** The compiled service in its own process, as `npm start` runs it after the build. */
export class SandboxProcess {
  private constructor(
    private readonly process: ChildProcess,
    readonly origin: string,
    /** From the process's start until the page was served. */
    readonly firstPageMs: number,
    /** From the process's start until the shop behind it answered for itself. */
    readonly openMs: number,
  ) {}

  static async start(environment: Readonly<Record<string, string>>): Promise<SandboxProcess> {
    const port = await freePort();
    const origin = `http://127.0.0.1:${port}`;
    const began = performance.now();
    const child = spawn(process.execPath, ['--max-semi-space-size=4', 'dist/src/main.js'], {
      env: { PATH: process.env['PATH'], LOG_LEVEL: 'warn', RATE_LIMIT_ENABLED: 'false', PORT: String(port), ...environment },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const firstPageMs = await answered(`${origin}/`, began, child);
    const openMs = await answered(`${origin}/health`, began, child);
    return new SandboxProcess(child, origin, firstPageMs, openMs);
  }

  /** Resident memory of the process. */
  async megabytes(): Promise<number> {
    const { stdout } = await run('ps', ['-o', 'rss=', '-p', String(this.process.pid)]);
    return Number(stdout.trim()) / 1024;
  }

  async get<Answer>(path: string): Promise<Answer> {
    const response = await fetch(this.origin + path);
    return (await response.json()) as Answer;
  }

  async post(path: string, body: object = {}): Promise<void> {
    const response = await fetch(this.origin + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    await response.arrayBuffer();
  }

  async stop(): Promise<void> {
    const gone = once(this.process, 'exit');
    this.process.kill('SIGTERM');
    await gone;
  }
}

async function answered(url: string, began: number, child: ChildProcess): Promise<number> {
  while (performance.now() - began < LONGEST_START_MS && child.exitCode === null) {
    const response = await fetch(url).catch(() => undefined);
    await response?.arrayBuffer();
    if (response?.ok) return performance.now() - began;
    await pause(10);
  }
  child.kill('SIGKILL');
  throw new Error(`${url} was never served`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
