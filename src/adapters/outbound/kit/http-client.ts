import type { Cache } from '#use-cases/ports/runtime/cache.js';
import type { CallSeam } from './call-seam.js';
import type { CircuitCondition, CircuitOptions } from './circuit.js';
import { exchange, type Exchange, type HttpAnswer } from './http-exchange.js';
import { HttpFailure } from './http-failure.js';
import { type GuardOptions, SystemGuard } from './system-guard.js';

export type { HttpAnswer };

export interface HttpRequest extends Exchange {
  readonly system: string;
  readonly step: string;
  /** For the whole call, with its repetitions. */
  readonly timeoutMs?: number;
  /** Sending it twice is as good as once: a read, or a write under a key of ours. Only such a call is ever sent again. */
  readonly repeatable?: boolean;
}

export interface HttpClientOptions extends Partial<CircuitOptions> {
  /** Where the instances of the shop tell each other which systems to leave alone. */
  readonly shared?: Cache;
  /** Hears of each change of a system's circuit. */
  readonly onCircuit?: (system: string, condition: CircuitCondition) => void;
  /** How often a call that may be repeated is sent again, and the least pause before. */
  readonly retries?: number;
  readonly pauseMs?: number;
}

const DEFAULT_TIMEOUT_MS = 15_000;
const NEVER_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);
const USUAL: GuardOptions = { failures: 5, openMs: 60_000, successes: 3, atOnce: 32, waiting: 512, retries: 2, pauseMs: 150 };

/**
 * The one way out over HTTP: bounded in time, size and number, follows no redirect, sends again only what may be repeated, and stops
 * calling a system that fails again and again. An answer of any status is an answer; throws `HttpFailure` where there was none.
 */
export class HttpClient {
  private readonly guards = new Map<string, { readonly guard: SystemGuard; told: CircuitCondition }>();

  constructor(
    private readonly seam: CallSeam,
    private readonly options: HttpClientOptions = {},
  ) {}

  async send(request: HttpRequest): Promise<HttpAnswer> {
    const known = this.guarded(request.system);
    // Its timer ends with the call: one that rings for nobody would keep the call in memory until then.
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), request.timeoutMs ?? DEFAULT_TIMEOUT_MS);
    const { signal } = patience;
    const { system, step, repeatable = false } = request;
    try {
      return await known.guard.run({ repeatable, signal }, () => this.seam.around({ system, step }, () => attempt(request, signal)));
    } finally {
      clearTimeout(timer);
      this.tell(system, known);
    }
  }

  /** `open` while a system is left alone after repeated failures, `half-open` while it is tried again. */
  circuit(system: string): CircuitCondition {
    return this.guards.get(system)?.guard.condition ?? 'closed';
  }

  /** The same of several, with what other instances of the shop have found out meanwhile. */
  async circuits(systems: readonly string[]): Promise<Readonly<Record<string, CircuitCondition>>> {
    await Promise.all(
      systems.map(async (system) => {
        const known = this.guarded(system);
        await known.guard.look();
        this.tell(system, known);
      }),
    );
    return Object.fromEntries(systems.map((system) => [system, this.circuit(system)]));
  }

  private guarded(system: string) {
    const known = this.guards.get(system);
    if (known) return known;
    const made = { guard: new SystemGuard(system, { ...USUAL, ...this.options }), told: 'closed' as CircuitCondition };
    this.guards.set(system, made);
    return made;
  }

  private tell(system: string, known: { readonly guard: SystemGuard; told: CircuitCondition }): void {
    const { condition } = known.guard;
    if (condition === known.told) return;
    known.told = condition;
    this.options.onCircuit?.(system, condition);
  }
}

async function attempt(request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
  const isLate = (): boolean => signal.aborted;
  if (isLate()) throw new HttpFailure('not-sent', request.system, 'no turn in time');
  try {
    return await exchange(request, signal);
  } catch (error) {
    const reason = isLate() ? 'no answer in time' : reasonOf(error);
    throw new HttpFailure(neverConnected(error) ? 'not-sent' : 'unknown', request.system, reason);
  }
}

function neverConnected(error: unknown): boolean {
  return NEVER_CONNECTED.has(codeOf(error)) || (error instanceof Error && 'syscall' in error && error.syscall === 'connect');
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** The error's name and code only: its message may carry the URL. */
function reasonOf(error: unknown): string {
  const name = error instanceof Error ? error.name : 'unknown failure';
  return [name, codeOf(error)].filter(Boolean).join(' ');
}
