import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EventHub } from './api/event-hub.js';
import { ChangeWatch } from './api/change-watch.js';
import { environmentOf } from './api/environment.js';
import { createOutsideWorld, panelsOf, simulatorsOf } from './api/outside-world.js';
import type { OutsideWorld } from './api/outside-world.js';
import { answerProblem } from './api/problem-answers.js';
import { assertLocal, isLoopback } from './api/request-guard.js';
import { createSandboxApp } from './api/sandbox-app.js';
import { StateFile } from './api/state-file.js';
import { quietChangesOf, readWorld } from './api/world.js';
import type { World } from './api/world.js';
import { FaultBoard } from './kit/fault-board.js';
import type { SystemName } from './kit/fault-board.js';
import { SandboxProblem } from './kit/problem.js';
import { WorldClock } from './kit/world-clock.js';

export interface SandboxOptions {
  /** A loopback name; anything else is refused, for the sandbox has no login. */
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Where the outside world is kept over restarts; in memory only when absent. */
  readonly stateFile?: string;
  /** The machine's time, which the world's own begins with. */
  readonly now?: () => Date;
  /** Hears of failures nobody else could answer. */
  readonly onError?: (error: unknown) => void;
}

/** The shop that the sandbox serves beside its own routes. */
export interface Shop {
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
  readonly ledger: () => Promise<unknown>;
  readonly reset: () => Promise<void>;
  /** Time has moved ahead: work may have become due. */
  readonly wake: () => void;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * The world outside of a shop in one server on this machine: `/`, `/assets/` and `/sandbox/` are its own, everything else goes to
 * the attached shop, or is answered 503 while there is none. Throws when the host is not a loopback name, the port is taken or
 * the state file holds no state.
 */
export async function createSandbox(options: SandboxOptions): Promise<Sandbox> {
  if (!isLoopback(options.host)) {
    throw new Error(`The sandbox has no login and listens on 127.0.0.1, ::1 or localhost only, not on ${options.host}`);
  }
  const server = createServer((_, response) => answerStarting(response));
  await listen(server, options);
  try {
    return await Sandbox.open(server, options);
  } catch (error) {
    server.close();
    throw error;
  }
}

/** A running sandbox. A failure of the shop's own handler is the shop's to answer. */
export class Sandbox {
  readonly environment: Readonly<Record<string, string>>;
  private readonly watches: readonly ChangeWatch[];
  private readonly stateFile: StateFile | undefined;
  private shop: Shop | undefined;

  private constructor(
    private readonly server: Server,
    readonly origin: string,
    private readonly outside: OutsideWorld,
    private readonly hub: EventHub,
    private readonly clock: WorldClock,
    options: SandboxOptions,
  ) {
    const failed = options.onError ?? (() => undefined);
    this.environment = environmentOf(outside, origin);
    const isWatched = (): boolean => hub.hasListeners;
    this.watches = [
      new ChangeWatch(isWatched, () => this.ledger(), () => hub.changed('ledger'), true),
      ...quietChangesOf(outside).map(({ system, look }) => new ChangeWatch(isWatched, look, () => hub.changed(system), false)),
    ];
    this.stateFile = options.stateFile === undefined ? undefined : new StateFile(options.stateFile, () => this.snapshot(), failed);
    server.removeAllListeners('request').on('request', this.frontDoor(failed));
  }

  static async open(server: Server, options: SandboxOptions): Promise<Sandbox> {
    const { port } = server.address() as AddressInfo;
    const origin = `http://${options.host === '::1' ? '[::1]' : options.host}:${port}`;
    const hub = new EventHub();
    const opened: { sandbox?: Sandbox } = {};
    const changed = (system: SystemName): void => opened.sandbox?.changed(system);
    const clock = new WorldClock(options.now ?? (() => new Date()));
    const context = { now: () => clock.now(), faults: new FaultBoard(), origin, changed };
    const sandbox = new Sandbox(server, origin, await createOutsideWorld(context), hub, clock, options);
    await sandbox.restore();
    opened.sandbox = sandbox;
    return sandbox;
  }

  /** Serves this shop from now on, in place of one attached before. */
  attach(shop: Shop): void {
    this.shop = shop;
    this.hub.changed('ledger');
  }

  /** Serves no shop: its requests are answered 503 from now on. */
  detach(): void {
    this.shop = undefined;
  }

  /** The world's time, which the shop has to go by too. */
  now(): Date {
    return this.clock.now();
  }

  /** What `GET /sandbox/world` answers. */
  async world(): Promise<World> {
    return readWorld(this.outside, await this.ledger());
  }

  /** Saves the state, ends every connection and resolves when nothing runs any more. */
  async stop(): Promise<void> {
    this.shop = undefined;
    for (const watch of this.watches) watch.stop();
    this.hub.close();
    await this.stopSimulators();
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
    await this.stateFile?.close();
  }

  private async stopSimulators(): Promise<void> {
    await Promise.all(simulatorsOf(this.outside).map((simulator) => simulator.stop()));
  }

  private frontDoor(failed: (error: unknown) => void): Handler {
    const simulators = simulatorsOf(this.outside);
    const controls = {
      faults: this.outside.faults,
      systems: simulators.map(({ name }) => name),
      hub: this.hub,
      changed: (system: SystemName) => this.changed(system),
      world: () => this.world(),
      reset: () => this.reset(),
      clock: this.clock,
      moved: () => this.timeMoved(),
    };
    const serveSandbox = createSandboxApp({ simulators, panels: panelsOf(this.outside), controls, unforeseen: failed }).callback();
    return (request, response) => {
      try {
        assertLocal(request);
        if (isOwn(request.url ?? '/')) void serveSandbox(request, response);
        else this.serveShop(request, response);
      } catch (error) {
        const problem = error instanceof SandboxProblem ? error : new SandboxProblem(500, 'internal', 'The shop failed');
        if (problem !== error) failed(error);
        if (!response.headersSent) answerProblem(response, problem);
      }
    };
  }

  private serveShop(request: IncomingMessage, response: ServerResponse): void {
    if (this.shop) this.shop.handle(request, response);
    else answerStarting(response);
  }

  private changed(system: SystemName): void {
    this.hub.changed(system);
    this.stateFile?.touch();
  }

  /** The stand-ins notice by themselves when they are looked at, and the page looks at all of them. */
  private timeMoved(): void {
    this.hub.changed('clock');
    this.stateFile?.touch();
    this.shop?.wake();
  }

  private async ledger(): Promise<unknown> {
    return this.shop?.ledger();
  }

  /** Forgets twice: first so that the old shop gets nothing more to do, then what it still did while it stopped. */
  private async reset(): Promise<void> {
    this.forget();
    await this.shop?.reset();
    this.forget();
  }

  private forget(): void {
    this.outside.faults.clear();
    // First of all, for what begins anew remembers when.
    this.clock.reset();
    this.hub.changed('clock');
    for (const simulator of simulatorsOf(this.outside)) {
      simulator.reset();
      this.changed(simulator.name);
    }
  }

  private snapshot(): unknown {
    const systems = simulatorsOf(this.outside).map((simulator) => [simulator.name, simulator.snapshot()] as const);
    return Object.fromEntries([['clock', this.clock.snapshot()], ...systems]);
  }

  private async restore(): Promise<void> {
    try {
      const saved = await this.stateFile?.load();
      if (saved === undefined) return;
      const states = saved as Readonly<Record<string, unknown>>;
      this.clock.restore(states['clock']);
      // What a state of earlier days does not know of is on its first day.
      const known = simulatorsOf(this.outside).filter(({ name }) => states[name] !== undefined);
      for (const simulator of known) simulator.restore(states[simulator.name]);
    } catch (cause) {
      await this.stopSimulators();
      throw new Error('The saved sandbox cannot be read; delete its state file to begin anew', { cause });
    }
  }
}

function answerStarting(response: ServerResponse): void {
  answerProblem(response, new SandboxProblem(503, 'starting', 'The shop is starting'), { 'retry-after': '1' });
}

function isOwn(url: string): boolean {
  const path = url.split('?', 1)[0] ?? '/';
  return path === '/' || path.startsWith('/assets/') || path.startsWith('/sandbox/');
}

function listen(server: Server, { host, port }: SandboxOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
