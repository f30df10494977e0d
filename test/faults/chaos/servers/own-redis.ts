import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { freePort } from '../../../e2e/support/shop-process.js';

/** A Redis server of the test's own; it keeps nothing over a restart. */
export class OwnRedis {
  private process: ChildProcess | undefined;

  private constructor(private readonly port: string) {}

  static async start(): Promise<OwnRedis> {
    const server = new OwnRedis(await freePort());
    await server.startAgain();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async startAgain(): Promise<void> {
    const words = ['--port', this.port, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', tmpdir()];
    const child = spawn('redis-server', words, { stdio: ['ignore', 'pipe', 'inherit'] });
    this.process = child;
    let said = '';
    while (!said.includes('Ready to accept connections')) said += String(((await once(child.stdout, 'data')) as [Buffer])[0]);
    child.stdout.resume();
  }

  async kill(): Promise<void> {
    const child = this.process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  /** Forgets everything, as after a mistake of the operator. */
  async flush(): Promise<void> {
    const socket = connect(Number(this.port), '127.0.0.1');
    socket.write('FLUSHALL\r\n');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();
    if (!answer.toString().startsWith('+OK')) throw new Error(`redis did not flush: ${answer.toString()}`);
  }
}
