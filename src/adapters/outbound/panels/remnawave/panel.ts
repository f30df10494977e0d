import { PanelConflict, type PanelError, PanelNotFound } from '#use-cases/ports/panels/panel-error.js';
import type {
  PanelAccountRef,
  PanelAccountSpec,
  PanelAccountState,
  PanelCapabilities,
  PanelHealth,
  PanelPage,
  PanelWebhook,
  PanelWebhookVerdict,
  VpnPanel,
} from '#use-cases/ports/panels/vpn-panel.js';
import type { PanelDeps } from '../../kit/define-panel.js';
import { creationOf, mustWake, nextStep, refuseImpossible, squadsOf, stateOf, switchOf } from './account.js';
import { PanelStumble, RemnawaveRefusal } from './answer-failure.js';
import { MOST_WRITES, RemnawaveApi, type RemnawaveWrite } from './api.js';
import type { RemnawaveSettings } from './config.js';
import { examine } from './health.js';
import { Run } from './run.js';
import { refuseUnknownSquads } from './squads.js';
import { judgeWebhook } from './webhook.js';
import { pageSchema, userSchema, type WireUser } from './wire.js';

const PER_PAGE = 250;
/** By name, because the panel's own order is undecided among accounts of one moment. */
const BY_NAME = encodeURIComponent('[{"id":"username","desc":false}]');
const ALREADY_SO = new Set(['A029', 'A030']);
const TAKEN = new Set(['A019', 'A020']);

/**
 * Remnawave 2.3+ and 3.x. Both majors name an account by its username; only paths take the uuid of 2.x or the number of 3.x, which the
 * last reading tells. What a change did is never taken from its answer: the account is read again, and that decides.
 */
export class RemnawavePanel implements VpnPanel {
  readonly kind = 'remnawave';
  readonly id: string;
  readonly capabilities: PanelCapabilities;
  private readonly api: RemnawaveApi;

  constructor(
    private readonly settings: RemnawaveSettings,
    private readonly deps: PanelDeps,
  ) {
    this.id = deps.id;
    this.capabilities = { deviceLimit: 'hwid', webhook: settings.webhookSecret !== undefined, maxParallelWrites: MOST_WRITES };
    this.api = new RemnawaveApi(settings, deps);
  }

  ensure(spec: PanelAccountSpec): Promise<PanelAccountState> {
    return this.doing('ensure', async (run) => {
      refuseImpossible(run, spec);
      const account = (await this.own(run, spec)) ?? (await this.created(run, spec));
      return this.converged(run, spec, account);
    });
  }

  find(ref: PanelAccountRef): Promise<PanelAccountState | undefined> {
    return this.doing('find', async (run) => {
      const account = await this.own(run, ref);
      return account && this.shown(account);
    });
  }

  setEnabled(ref: PanelAccountRef, enabled: boolean): Promise<PanelAccountState> {
    return this.doing('set-enabled', async (run) => {
      const isSo = (account: WireUser): boolean => (enabled ? !mustWake(account, this.deps.clock.now()) : account.status === 'DISABLED');
      const before = await this.known(run, ref);
      if (isSo(before)) return this.shown(before);
      return this.shown(await this.changed(run, ref, switchOf(before, enabled), isSo));
    });
  }

  resetUsage(spec: PanelAccountSpec): Promise<PanelAccountState> {
    return this.doing('reset-usage', async (run) => {
      refuseImpossible(run, spec);
      const before = await this.known(run, spec);
      const wasReset = ({ userTraffic, lastTrafficResetAt }: WireUser): boolean =>
        userTraffic.usedTrafficBytes === 0n || lastTrafficResetAt !== before.lastTrafficResetAt;
      const step = { step: 'reset', method: 'POST', path: `/users/${before.address}/actions/reset-traffic` } as const;
      return this.converged(run, spec, await this.changed(run, spec, step, wasReset));
    });
  }

  /** The panel mints the VLESS id itself, so the generation is known by the link: an account that has the spec's is not rotated again. */
  rotate(spec: PanelAccountSpec): Promise<PanelAccountState> {
    return this.doing('rotate', async (run) => {
      refuseImpossible(run, spec);
      const isNew = (account: WireUser): boolean => account.shortUuid === spec.linkToken;
      const before = await this.known(run, spec);
      const step = { step: 'revoke', method: 'POST', path: `/users/${before.address}/actions/revoke`, body: { shortUuid: spec.linkToken } } as const;
      return this.converged(run, spec, isNew(before) ? before : await this.changed(run, spec, step, isNew));
    });
  }

  remove(ref: PanelAccountRef): Promise<void> {
    return this.doing('remove', async (run) => {
      const account = await this.own(run, ref);
      if (!account) return;
      const doubt = await this.attempt(run, { step: 'delete', method: 'DELETE', path: `/users/${account.address}` });
      if (await this.own(run, ref)) throw doubt ?? run.unclear('the account is still there');
    });
  }

  /** The panel pages by offset: an account that is removed meanwhile may hide another one until the next listing. */
  list(cursor = '0'): Promise<PanelPage> {
    return this.doing('list', async (run) => {
      const start = Number(/^\d{1,9}$/.exec(cursor)?.[0] ?? 0);
      const path = `/users/?start=${start}&size=${PER_PAGE}&sorting=${BY_NAME}`;
      const { users, total } = await this.api.read(run, { step: 'list', path, answer: pageSchema });
      const next = start + users.length;
      return { accounts: users.map((user) => this.shown(user)), nextCursor: users.length > 0 && next < total ? String(next) : undefined };
    });
  }

  health(placement: readonly string[]): Promise<PanelHealth> {
    return examine(this.api, { panel: this.id, operation: 'health' }, { token: this.settings.token, placement, now: this.deps.clock.now() });
  }

  receive(request: PanelWebhook): PanelWebhookVerdict {
    const { webhookSecret } = this.settings;
    return webhookSecret === undefined ? { verdict: 'rejected', reason: 'not-supported' } : judgeWebhook(request, webhookSecret);
  }

  private async doing<Result>(operation: string, work: (run: Run) => Promise<Result>): Promise<Result> {
    const run = new Run(this.id, operation);
    try {
      return await work(run);
    } catch (error) {
      throw run.honest(error);
    }
  }

  private async created(run: Run, spec: PanelAccountSpec): Promise<WireUser> {
    await refuseUnknownSquads(this.api, run, squadsOf(spec));
    const doubt = await this.attempt(run, { step: 'create', method: 'POST', path: '/users/', body: creationOf(spec) });
    const account = await this.own(run, spec);
    if (account) return account;
    // The name was taken and is gone, which another try mends; a link token that is taken stays so.
    const wasTaken = doubt instanceof RemnawaveRefusal && doubt.errorCode === 'A019';
    throw wasTaken || !doubt ? run.unclear('the account is not there') : doubt;
  }

  /** Takes one step after the other until nothing is left to do. A step that did not help is not tried twice. */
  private async converged(run: Run, spec: PanelAccountSpec, found: WireUser): Promise<PanelAccountState> {
    const tried = new Set<string>();
    let account = found;
    for (;;) {
      const step = nextStep(spec, account, this.deps.clock.now());
      if (!step) return this.shown(account);
      if (tried.has(step.step)) throw run.unclear(`"${step.step}" was said to be done and is not`);
      tried.add(step.step);
      if (step.squads) await refuseUnknownSquads(this.api, run, step.squads);
      const next = (user: WireUser): boolean => nextStep(spec, user, this.deps.clock.now())?.step !== step.step;
      account = await this.changed(run, spec, step, next);
    }
  }

  /** Sends a change to an account and returns it as read afterwards. Throws what went wrong unless it shows that the change was made. */
  private async changed(run: Run, ref: PanelAccountRef, change: RemnawaveWrite, isMade: (account: WireUser) => boolean): Promise<WireUser> {
    const doubt = await this.attempt(run, change);
    const account = await this.own(run, ref);
    if (!account) throw run.unclear('the account went away meanwhile');
    if (!isMade(account)) throw doubt ?? run.unclear(`"${change.step}" was said to be done and is not`);
    return account;
  }

  /** Sends a change. Resolves to what speaks against its having been made, where only another reading can tell; throws a refusal. */
  private async attempt(run: Run, { step, method, path, body }: RemnawaveWrite): Promise<PanelError | undefined> {
    try {
      await this.api.write(run, { step, method, path, ...(body && { body }) });
      run.changed = true;
      return undefined;
    } catch (error) {
      if (error instanceof PanelNotFound) return undefined;
      if (error instanceof PanelStumble && error.outcome === 'unknown') {
        run.changed = true;
        return error;
      }
      const code = error instanceof RemnawaveRefusal ? (error.errorCode ?? '') : '';
      if (ALREADY_SO.has(code)) return undefined;
      if (error instanceof RemnawaveRefusal && TAKEN.has(code)) return error;
      throw error;
    }
  }

  private async known(run: Run, ref: PanelAccountRef): Promise<WireUser> {
    const account = await this.own(run, ref);
    if (!account) throw new PanelNotFound(run);
    return account;
  }

  private async own(run: Run, ref: PanelAccountRef): Promise<WireUser | undefined> {
    const account = await this.read(run, ref.key);
    if (account && account.description !== ref.marker) throw new PanelConflict(run);
    return account;
  }

  private async read(run: Run, key: string): Promise<WireUser | undefined> {
    try {
      return await this.api.read(run, { step: 'find', path: `/users/by-username/${encodeURIComponent(key)}`, answer: userSchema });
    } catch (error) {
      if (error instanceof PanelNotFound) return undefined;
      throw error;
    }
  }

  private shown(account: WireUser): PanelAccountState {
    return stateOf(account, this.deps.clock.now());
  }
}
