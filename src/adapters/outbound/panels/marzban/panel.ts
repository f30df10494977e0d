import { setTimeout as wait } from 'node:timers/promises';
import type { PanelCall } from '#use-cases/ports/panels/panel-error.js';
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
import { changesTowards, creationOf, stateOf } from './account.js';
import { MarzbanApi, MOST_AT_ONCE } from './api.js';
import { checkRef, checkSpec } from './check-spec.js';
import type { MarzbanSettings } from './config.js';
import { readHealth } from './health.js';
import { Visit } from './visit.js';
import { judgeWebhook } from './webhook.js';
import { pageSchema, type WireUser } from './wire.js';

const KIND = 'marzban';
const PER_PAGE = 200;
/**
 * A link carries the second after the one it was made in, and a database may round the moment of a revocation: only two seconds
 * after a link was read does a revocation surely kill it.
 */
const LINK_SETTLES_MS = 2_100;

/** Accounts at a Marzban 0.8. Limits no devices: a spec's `deviceLimit` has no effect here. */
export class MarzbanPanel implements VpnPanel {
  readonly kind = KIND;
  readonly id: string;
  readonly capabilities: PanelCapabilities;
  private readonly api: MarzbanApi;

  constructor(
    private readonly settings: MarzbanSettings,
    private readonly deps: PanelDeps,
    private readonly pause: (milliseconds: number) => Promise<unknown> = wait,
  ) {
    this.id = deps.id;
    this.api = new MarzbanApi(settings, deps);
    this.capabilities = { deviceLimit: 'none', webhook: settings.webhookSecret !== undefined, maxParallelWrites: MOST_AT_ONCE };
  }

  /** A name that is taken and a creation without an answer lead the same way: read, and make what is found what it shall be. */
  ensure(spec: PanelAccountSpec): Promise<PanelAccountState> {
    return this.visit('ensure', spec, async (visit, call) => {
      checkSpec(spec, call);
      const user = (await visit.read()) ?? (await visit.create(creationOf(spec, this.settings.flow)));
      return this.state(await this.converged(visit, spec, user));
    });
  }

  find(ref: PanelAccountRef): Promise<PanelAccountState | undefined> {
    return this.visit('find', ref, async (visit) => {
      const user = await visit.read();
      return user && this.state(user);
    });
  }

  setEnabled(ref: PanelAccountRef, enabled: boolean): Promise<PanelAccountState> {
    return this.visit('set-enabled', ref, async (visit) => {
      const user = this.state(await visit.present());
      if (user.enabled === enabled) return user;
      await visit.change('set-enabled', { status: enabled ? 'active' : 'disabled' });
      const after = this.state(await visit.present());
      if (after.enabled !== enabled) throw visit.unclear('the account is not switched');
      return after;
    });
  }

  /** A reset wakes a disabled account, so the spec is put through right after. Traffic of before counts to the lifetime once it is done. */
  resetUsage(spec: PanelAccountSpec): Promise<PanelAccountState> {
    return this.visit('reset-usage', spec, async (visit, call) => {
      checkSpec(spec, call);
      const before = await visit.present();
      await visit.resetUsage();
      const after = await visit.present();
      if (after.lifetime - after.used < before.lifetime) throw visit.unclear('the usage still counts');
      return this.state(await this.converged(visit, spec, after));
    });
  }

  /**
   * Revokes, which alone kills the links and mints a credential of its own, and then puts ours: an account that has ours already was
   * rotated, so that the same spec said twice rotates once, and one that stopped half way begins again.
   */
  rotate(spec: PanelAccountSpec): Promise<PanelAccountState> {
    return this.visit('rotate', spec, async (visit, call) => {
      checkSpec(spec, call);
      const before = await this.converged(visit, spec, await visit.present());
      if (holds(before, spec)) return this.state(before);
      await this.pause(LINK_SETTLES_MS);
      await visit.revokeLinks();
      if ((await visit.present()).vlessId === before.vlessId) throw visit.unclear('the old links are alive');
      await visit.change('put-credential', { proxies: { vless: { id: spec.credential, flow: this.settings.flow } } });
      const after = await visit.present();
      if (!holds(after, spec)) throw visit.unclear('the credential is another one');
      return this.state(after);
    });
  }

  /** Reads again even after a success: it is also a 500 that says of some accounts that they were removed. */
  remove(ref: PanelAccountRef): Promise<void> {
    return this.visit('remove', ref, async (visit) => {
      if (!(await visit.read())) return;
      await visit.remove();
      if (await visit.read()) throw visit.unclear('the account is still there');
    });
  }

  /** By age, so that accounts made meanwhile come last; one that is removed meanwhile may hide another, which only `find` settles. */
  async list(cursor?: string): Promise<PanelPage> {
    const offset = Number(cursor ?? 0);
    const path = `/api/users?offset=${offset}&limit=${PER_PAGE}&sort=created_at,username`;
    const { users, total } = await this.api.call({ operation: 'list', step: 'list', method: 'GET', path, answer: pageSchema, account: false });
    const next = offset + users.length;
    return { accounts: users.map((user) => this.state(user)), nextCursor: users.length > 0 && next < total ? String(next) : undefined };
  }

  health(placement: readonly string[]): Promise<PanelHealth> {
    return readHealth(this.api, placement);
  }

  receive(request: PanelWebhook): PanelWebhookVerdict {
    return judgeWebhook(request, this.settings.webhookSecret);
  }

  private async visit<Result>(operation: string, ref: PanelAccountRef, work: (visit: Visit, call: PanelCall) => Promise<Result>): Promise<Result> {
    const call = { panel: this.id, operation };
    const visit = new Visit(this.api, call, ref);
    try {
      checkRef(ref, call);
      return await work(visit, call);
    } catch (error) {
      throw visit.failure(error);
    }
  }

  /** The account once it is what the spec says, read again after every change: the answer to one may show another writer's. */
  private async converged(visit: Visit, spec: PanelAccountSpec, user: WireUser): Promise<WireUser> {
    const changes = this.changes(spec, user);
    if (!changes) return user;
    await visit.change('converge', changes);
    const after = await visit.present();
    if (this.changes(spec, after)) throw visit.unclear('the account is not what it was told to be');
    return after;
  }

  private changes(spec: PanelAccountSpec, user: WireUser): object | undefined {
    return changesTowards(spec, user, this.deps.clock.now(), this.settings.flow);
  }

  private state(user: WireUser): PanelAccountState {
    return stateOf(user, this.deps.clock.now(), this.settings.subscriptionUrl);
  }
}

function holds(user: WireUser, spec: PanelAccountSpec): boolean {
  return user.vlessId === spec.credential.toLowerCase();
}
