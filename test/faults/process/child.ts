import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Order, Report } from './orders.js';

/** The shop in a process of its own; it is asked one thing at a time. */
export class Child {
  private constructor(private readonly process: ChildProcess) {}

  static start(program: string): Child {
    return new Child(fork(program, { env: { PATH: process.env.PATH }, execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'], serialization: 'advanced' }));
  }

  /** Undefined when the process died over it. */
  async tell(order: Order): Promise<Report | undefined> {
    const ended = new AbortController();
    const { signal } = ended;
    try {
      const report = once(this.process, 'message', { signal }).then(([message]) => message as Report);
      const death = once(this.process, 'exit', { signal }).then(() => undefined);
      this.process.send(order);
      return await Promise.race([report, death]);
    } finally {
      ended.abort();
    }
  }

  async kill(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const gone = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    await gone;
  }
}
