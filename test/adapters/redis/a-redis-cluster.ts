import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

const HOST = '127.0.0.1';
const MASTERS = 3;
/** Redis speaks to its like on a port that lies this much higher. */
const BUS_OFFSET = 10_000;
const NODE_TIMEOUT_MS = 500;

const run = promisify(execFile);

interface Node {
  readonly port: number;
  readonly process: ChildProcess;
}

/** Who serves what, as one node sees it. */
interface Master {
  readonly port: number;
  readonly slots: readonly (readonly [number, number])[];
}

/**
 * Three masters on ports of their own, and one replica, of the first master alone. The cluster goes on serving what it can while a
 * master is gone (`cluster-require-full-coverage no`).
 */
export class ARedisCluster {
  private constructor(
    private readonly folder: string,
    private readonly nodes: readonly Node[],
  ) {}

  /** Rejects where `redis-server` or `redis-cli` is missing. */
  static async start(): Promise<ARedisCluster> {
    const folder = await mkdtemp(join(tmpdir(), 'polaris-cluster-'));
    const nodes: Node[] = [];
    const cluster = new ARedisCluster(folder, nodes);
    try {
      for (let index = 0; index <= MASTERS; index += 1) nodes.push(await startNode(folder));
      await cluster.form();
      return cluster;
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  }

  /** `host:port` of every node, the replica last. */
  get urls(): readonly string[] {
    return this.nodes.map(({ port }) => `redis://${HOST}:${port}`);
  }

  /** The process of the master that has a replica; and of one that has none. */
  get replicated(): ChildProcess {
    return this.at(0).process;
  }

  get alone(): ChildProcess {
    return this.at(1).process;
  }

  /** A key, made of `stem`, that lives on that master as the cluster was formed. */
  async keyOn(process: ChildProcess, keyOf: (stem: string) => string): Promise<string> {
    const node = this.nodes.find((candidate) => candidate.process === process);
    const slots = (await this.masters(this.at(2).port)).find(({ port }) => port === node?.port)?.slots ?? [];
    for (let number = 0; number < 1_000; number += 1) {
      const stem = `stem-${number}`;
      const slot = Number(await cli(this.at(2).port, 'cluster', 'keyslot', keyOf(stem)));
      if (slots.some(([from, to]) => slot >= from && slot <= to)) return stem;
    }
    throw new Error('no key fits');
  }

  /** Resolves when the replica has taken its master's place. */
  async failedOver(): Promise<void> {
    const replica = this.at(MASTERS).port;
    while (!(await this.masters(this.at(2).port)).some(({ port, slots }) => port === replica && slots.length > 0)) await pause(50);
  }

  async stop(): Promise<void> {
    for (const { process } of this.nodes) process.kill('SIGKILL');
    await Promise.all(this.nodes.map(({ process }) => process.exitCode === null && process.signalCode === null && once(process, 'exit')));
    await rm(this.folder, { recursive: true, force: true });
  }

  private async form(): Promise<void> {
    const [first] = this.nodes;
    const addresses = this.nodes.slice(0, MASTERS).map(({ port }) => `${HOST}:${port}`);
    await run('redis-cli', ['--cluster', 'create', ...addresses, '--cluster-replicas', '0', '--cluster-yes']);
    if (!first) throw new Error('no node was started');
    const id = (await cli(first.port, 'cluster', 'myid')).trim();
    const replica = this.at(MASTERS).port;
    await cli(replica, 'cluster', 'meet', HOST, String(first.port));
    while (!(await cli(replica, 'cluster', 'replicate', id)).startsWith('OK')) await pause(50);
    while (!(await cli(replica, 'info', 'replication')).includes('master_link_status:up')) await pause(50);
    // Only a node that has heard of the replica will vote for it.
    for (const { port } of this.nodes) while (!(await cli(port, 'cluster', 'nodes')).includes(`slave ${id}`)) await pause(50);
  }

  private async masters(asked: number): Promise<readonly Master[]> {
    const lines = (await cli(asked, 'cluster', 'nodes')).trim().split('\n').map((line) => line.split(' '));
    return lines
      .filter(([, , flags]) => flags?.includes('master'))
      .map(([, address = '', , , , , , , ...ranges]) => ({ port: Number(/:(\d+)@/.exec(address)?.[1]), slots: ranges.map(rangeOf) }));
  }

  private at(index: number): Node {
    const node = this.nodes[index];
    if (!node) throw new Error(`there is no node ${index}`);
    return node;
  }
}

function rangeOf(text: string): readonly [number, number] {
  const [from = NaN, to = from] = text.split('-').map(Number);
  return [from, to];
}

async function startNode(folder: string): Promise<Node> {
  const port = await freePort();
  const own = await mkdtemp(join(folder, 'node-'));
  const settings = { port, bind: HOST, dir: own, save: '', appendonly: 'no', 'cluster-enabled': 'yes', 'cluster-node-timeout': NODE_TIMEOUT_MS, 'cluster-require-full-coverage': 'no' };
  const process = spawn('redis-server', Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]), { stdio: 'ignore' });
  await once(process, 'spawn');
  while (!(await cli(port, 'ping')).startsWith('PONG')) await pause(20);
  return { port, process };
}

/** What a node answers; an error it answers, and no answer at all, are text too. */
async function cli(port: number, ...words: readonly string[]): Promise<string> {
  return run('redis-cli', ['-h', HOST, '-p', String(port), ...words]).then(
    ({ stdout }) => stdout,
    (error: unknown) => String(error),
  );
}

async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 20_000);
    if ((await isFree(port)) && (await isFree(port + BUS_OFFSET))) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const free = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, HOST, () => resolve(true));
  });
  if (free) await new Promise((resolve) => server.close(resolve));
  return free;
}
