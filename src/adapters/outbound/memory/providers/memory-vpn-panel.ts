import { PanelConflict, PanelNotFound, PanelRetryable } from '#use-cases/ports/panels/panel-error.js';
import type {
  PanelAccountRef,
  PanelAccountSpec,
  PanelAccountState,
  PanelAccountStatus,
  PanelCapabilities,
  PanelHealth,
  PanelPage,
  PanelWebhook,
  PanelWebhookVerdict,
  VpnPanel,
} from '#use-cases/ports/panels/vpn-panel.js';
import type { Clock } from '#use-cases/ports/runtime/clock.js';
import { assertNoOpenTransaction } from '../persistence/open-transaction.js';
import { type FailureMoment, ScriptedFailures } from './scripted-failures.js';

export type PanelStep = 'ensure' | 'find' | 'set-enabled' | 'reset-usage' | 'rotate' | 'remove' | 'list';

interface Account {
  readonly spec: Omit<PanelAccountSpec, 'marker'> & { readonly marker: string | undefined };
  readonly usedBytes: bigint;
  readonly lifetimeBytes: bigint;
  readonly onlineAt: Date | undefined;
}

const SIGNATURE = 'genuine';
const PER_PAGE = 50;

/** A panel in process memory with a record of every call. Refuses to be called inside a transaction. */
export class MemoryVpnPanel implements VpnPanel {
  readonly kind = 'memory';
  readonly capabilities: PanelCapabilities = { deviceLimit: 'hwid', webhook: true, maxParallelWrites: 4 };
  readonly accounts = new Map<string, Account>();
  readonly calls: PanelStep[] = [];
  /** Whether every call finds nobody there. */
  isDown = false;
  /** What the connection test finds. */
  condition: PanelHealth = { ok: true, version: 'memory', troubles: [] };
  private readonly failures = new ScriptedFailures<PanelStep>();

  constructor(
    private readonly clock: Clock,
    readonly id: string = 'memory',
  ) {}

  failNext(step: PanelStep, error: Error = this.lost(step, 'not_applied'), moment: FailureMoment = 'before'): void {
    this.failures.order(step, error, moment);
  }

  /** The next call of this step is carried out and its answer never comes. */
  loseNext(step: PanelStep): void {
    this.failures.order(step, this.lost(step, 'unknown'), 'after');
  }

  /** Traffic runs through the account. */
  use(key: string, bytes: bigint): void {
    const { usedBytes, lifetimeBytes } = this.known(key, 'find');
    this.change(key, 'find', { usedBytes: usedBytes + bytes, lifetimeBytes: lifetimeBytes + bytes, onlineAt: this.clock.now() });
  }

  /** Somebody made an account there by hand; without a marker it is anybody's. */
  plant(spec: PanelAccountSpec, marker: string | undefined): void {
    this.accounts.set(spec.key, { spec: { ...spec, marker }, usedBytes: 0n, lifetimeBytes: 0n, onlineAt: undefined });
  }

  ensure(spec: PanelAccountSpec): Promise<PanelAccountState> {
    return this.call('ensure', () => {
      const known = this.own(spec, 'ensure');
      const usage = known ?? { usedBytes: 0n, lifetimeBytes: 0n, onlineAt: undefined };
      // A credential once given stays until it is rotated, as at a real panel.
      const { credential, linkToken } = known?.spec ?? spec;
      this.accounts.set(spec.key, { ...usage, spec: { ...spec, credential, linkToken } });
      return this.stateOf(spec.key, 'ensure');
    });
  }

  find(ref: PanelAccountRef): Promise<PanelAccountState | undefined> {
    return this.call('find', () => (this.own(ref, 'find') ? this.stateOf(ref.key, 'find') : undefined));
  }

  setEnabled(ref: PanelAccountRef, enabled: boolean): Promise<PanelAccountState> {
    return this.call('set-enabled', () => {
      this.own(ref, 'set-enabled');
      const { spec } = this.known(ref.key, 'set-enabled');
      this.change(ref.key, 'set-enabled', { spec: { ...spec, enabled } });
      return this.stateOf(ref.key, 'set-enabled');
    });
  }

  resetUsage(spec: PanelAccountSpec): Promise<PanelAccountState> {
    return this.call('reset-usage', () => {
      this.own(spec, 'reset-usage');
      const { credential, linkToken } = this.known(spec.key, 'reset-usage').spec;
      this.change(spec.key, 'reset-usage', { usedBytes: 0n, spec: { ...spec, credential, linkToken } });
      return this.stateOf(spec.key, 'reset-usage');
    });
  }

  rotate(spec: PanelAccountSpec): Promise<PanelAccountState> {
    return this.call('rotate', () => {
      this.own(spec, 'rotate');
      this.known(spec.key, 'rotate');
      this.change(spec.key, 'rotate', { spec });
      return this.stateOf(spec.key, 'rotate');
    });
  }

  remove(ref: PanelAccountRef): Promise<void> {
    return this.call('remove', () => {
      this.own(ref, 'remove');
      this.accounts.delete(ref.key);
    });
  }

  list(cursor?: string): Promise<PanelPage> {
    return this.call('list', () => {
      const after = [...this.accounts.keys()].sort().filter((key) => cursor === undefined || key > cursor);
      const page = after.slice(0, PER_PAGE);
      return {
        accounts: page.map((key) => this.stateOf(key, 'list')),
        nextCursor: after.length > PER_PAGE ? page.at(-1) : undefined,
      };
    });
  }

  health(): Promise<PanelHealth> {
    return Promise.resolve(this.condition);
  }

  receive({ body, headers }: PanelWebhook): PanelWebhookVerdict {
    if (headers['x-signature'] !== SIGNATURE) return { verdict: 'rejected', reason: 'bad-signature' };
    const text = new TextDecoder().decode(body);
    return { verdict: 'authentic', eventKey: text, keys: [text] };
  }

  private async call<Result>(step: PanelStep, work: () => Result): Promise<Result> {
    assertNoOpenTransaction(`${this.id}.${step} was called`);
    this.calls.push(step);
    if (this.isDown) throw this.lost(step, 'not_applied');
    return this.failures.around(step, work);
  }

  private own(ref: PanelAccountRef, operation: PanelStep): Account | undefined {
    const account = this.accounts.get(ref.key);
    if (account && account.spec.marker !== ref.marker) throw new PanelConflict({ panel: this.id, operation });
    return account;
  }

  private known(key: string, operation: PanelStep): Account {
    const account = this.accounts.get(key);
    if (!account) throw new PanelNotFound({ panel: this.id, operation });
    return account;
  }

  private change(key: string, operation: PanelStep, changes: Partial<Account>): void {
    this.accounts.set(key, { ...this.known(key, operation), ...changes });
  }

  private stateOf(key: string, operation: PanelStep): PanelAccountState {
    const account = this.known(key, operation);
    const { spec, usedBytes, lifetimeBytes, onlineAt } = account;
    const { marker, enabled, expiresAt, trafficLimitBytes, deviceLimit, placement, linkToken } = spec;
    const subscriptionUrl = `https://${this.id}.example/sub/${linkToken}`;
    const status = statusOf(account, this.clock.now());
    return { key, marker, status, enabled, expiresAt, trafficLimitBytes, deviceLimit, usedBytes, lifetimeBytes, onlineAt, placement, subscriptionUrl };
  }

  private lost(operation: PanelStep, outcome: 'unknown' | 'not_applied'): PanelRetryable {
    return new PanelRetryable({ panel: this.id, operation, outcome }, 'out of order');
  }
}

function statusOf({ spec, usedBytes }: Account, now: Date): PanelAccountStatus {
  if (!spec.enabled) return 'disabled';
  if (spec.expiresAt !== undefined && spec.expiresAt <= now) return 'expired';
  return spec.trafficLimitBytes !== undefined && usedBytes >= spec.trafficLimitBytes ? 'limited' : 'active';
}
