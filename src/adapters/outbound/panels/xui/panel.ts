import { PanelConflict, PanelPermanent } from '#use-cases/ports/panels/panel-error.js';
import type {
  PanelAccountRef,
  PanelAccountSpec,
  PanelAccountState,
  PanelCapabilities,
  PanelHealth,
  PanelPage,
  PanelWebhookVerdict,
  VpnPanel,
} from '#use-cases/ports/panels/vpn-panel.js';
import type { Clock } from '#use-cases/ports/runtime/clock.js';
import { type PanelDeps, type WriteLine, writeLine } from '../../kit/define-panel.js';
import { type Account, bodyOf, carriesSecrets, differs, isSwitched, secretsFrom, stateOf } from './account.js';
import { XuiApi } from './api.js';
import type { XuiSettings } from './config.js';
import { examine } from './health.js';
import { XuiVisit } from './visit.js';
import { pageSchema } from './wire.js';
import { inboundsOf, type Wish, wishOf } from './wish.js';

/** The panel writes one inbound at a time: more at once would only wait there. */
const WRITES_AT_ONCE = 4;
const PER_PAGE = 200;

interface Wanted {
  readonly spec: PanelAccountSpec;
  readonly wish: Wish;
  readonly inbounds: readonly string[];
  /** Whether the account shall carry the spec's secrets, or those it has. */
  readonly rotated?: boolean;
}

/** A 3x-ui of 3.1 or newer: whole clients by absolute updates, each looked at before and after. */
export class XuiPanel implements VpnPanel {
  readonly kind = '3x-ui';
  readonly id: string;
  readonly capabilities: PanelCapabilities = { deviceLimit: 'ip', webhook: false, maxParallelWrites: WRITES_AT_ONCE };
  private readonly api: XuiApi;
  private readonly line: WriteLine;
  private readonly clock: Clock;

  constructor(
    private readonly settings: XuiSettings,
    { id, http, clock }: PanelDeps,
  ) {
    this.id = id;
    this.clock = clock;
    this.api = new XuiApi(http, settings, id);
    this.line = writeLine(`panel:${id}`, WRITES_AT_ONCE);
  }

  async ensure(spec: PanelAccountSpec): Promise<PanelAccountState> {
    const visit = this.visit('ensure');
    const wanted = this.wanted(visit, spec);
    const account = (await visit.find(spec)) ?? (await this.create(visit, wanted));
    return this.bring(visit, account, wanted);
  }

  async find(ref: PanelAccountRef): Promise<PanelAccountState | undefined> {
    const account = await this.visit('find').find(ref);
    return account && this.state(account);
  }

  async setEnabled(ref: PanelAccountRef, enabled: boolean): Promise<PanelAccountState> {
    const visit = this.visit('set-enabled');
    const before = await visit.need(ref);
    if (before.client.enable === enabled) return this.state(before);
    await this.update(visit, before, { enable: enabled });
    const after = await visit.need(ref);
    if (!isSwitched(after, enabled, this.clock.now())) throw visit.unsettled();
    visit.assertCaughtUp();
    return this.state(after);
  }

  async resetUsage(spec: PanelAccountSpec): Promise<PanelAccountState> {
    const visit = this.visit('reset-usage');
    const wanted = this.wanted(visit, spec);
    const before = await visit.need(spec);
    if (before.traffic.used === 0n) return this.bring(visit, before, wanted);
    await visit.write(`clients/resetTraffic/${encodeURIComponent(spec.key)}`);
    const after = await visit.need(spec);
    if (after.traffic.used >= before.traffic.used) throw visit.unsettled();
    // It has woken the account, also one that somebody switched off.
    return this.bring(visit, after, wanted);
  }

  async rotate(spec: PanelAccountSpec): Promise<PanelAccountState> {
    const visit = this.visit('rotate');
    const wanted = { ...this.wanted(visit, spec), rotated: true };
    return this.bring(visit, await visit.need(spec), wanted);
  }

  async remove(ref: PanelAccountRef): Promise<void> {
    const visit = this.visit('remove');
    if (!(await visit.find(ref))) return;
    await visit.write(`clients/del/${encodeURIComponent(ref.key)}`);
    if (await visit.find(ref)) throw visit.unsettled();
  }

  async list(cursor = '1'): Promise<PanelPage> {
    const page = await this.visit('list').read(`clients/list/paged?page=${encodeURIComponent(cursor)}&pageSize=${PER_PAGE}`, pageSchema);
    if (!page) return { accounts: [], nextCursor: undefined };
    const accounts = page.items.map((item) => this.state({ client: item, inboundIds: item.inboundIds, traffic: item.traffic }));
    const isLast = accounts.length === 0 || page.page * page.pageSize >= page.filtered;
    return { accounts, nextCursor: isLast ? undefined : String(page.page + 1) };
  }

  health(placement: readonly string[]): Promise<PanelHealth> {
    return examine(this.visit('health'), placement);
  }

  receive(): PanelWebhookVerdict {
    return { verdict: 'rejected', reason: 'not-supported' };
  }

  private visit(operation: string): XuiVisit {
    return new XuiVisit(this.api, this.line, operation);
  }

  private wanted({ call }: XuiVisit, spec: PanelAccountSpec): Wanted {
    return { spec, inbounds: inboundsOf(spec, call), wish: wishOf(spec, call) };
  }

  /** Adding what is there under the same link secret changes nothing, so that many may do it at once. */
  private async create(visit: XuiVisit, { spec, wish, inbounds }: Wanted): Promise<Account> {
    await visit.requireInbounds(inbounds);
    const client = { ...wish, ...secretsFrom(spec), flow: this.settings.flow ?? '' };
    const said = await visit.write('clients/add', { client, inboundIds: inbounds.map(Number) });
    const made = await visit.find(spec);
    if (made) return made;
    // Taken and yet not to be found: by a name that differs in its case, or by a link secret somebody else has.
    if (said === 'exists') throw new PanelConflict(visit.call);
    if (said === 'missing') throw new PanelPermanent(visit.call, 'unknown-placement', 'an inbound was removed meanwhile');
    throw visit.unsettled();
  }

  private async bring(visit: XuiVisit, account: Account, wanted: Wanted): Promise<PanelAccountState> {
    const isSettled = this.isSettled(account, wanted);
    if (!isSettled) await this.converge(visit, account, wanted);
    const after = isSettled ? account : await visit.need(wanted.spec);
    if (!this.isSettled(after, wanted)) throw visit.unsettled();
    visit.assertCaughtUp();
    return this.state(after);
  }

  /** Into the new inbounds first and out of the old ones last: never without any, and each gets the update. */
  private async converge(visit: XuiVisit, account: Account, wanted: Wanted): Promise<void> {
    const { spec, wish, inbounds } = wanted;
    const path = `clients/${encodeURIComponent(spec.key)}`;
    const missing = without(inbounds, account.inboundIds);
    const needless = without(account.inboundIds, inbounds);
    if (missing.length > 0) {
      await visit.requireInbounds(missing);
      await visit.write(`${path}/attach`, { inboundIds: missing.map(Number) });
    }
    const secrets = wanted.rotated ? secretsFrom(spec, account.client) : {};
    if (!this.isLike(account, wanted)) await this.update(visit, account, { ...wish, ...secrets });
    if (needless.length > 0) await visit.write(`${path}/detach`, { inboundIds: needless.map(Number) });
  }

  private async update(visit: XuiVisit, { client }: Account, changes: object): Promise<void> {
    const flow = this.settings.flow === undefined ? {} : { flow: this.settings.flow };
    const said = await visit.write(`clients/update/${encodeURIComponent(client.email)}`, { ...bodyOf(client), ...flow, ...changes });
    if (said === 'exists') throw new PanelConflict(visit.call);
  }

  private isSettled(account: Account, wanted: Wanted): boolean {
    const { inbounds } = wanted;
    const isPlaced = without(inbounds, account.inboundIds).length === 0 && without(account.inboundIds, inbounds).length === 0;
    return isPlaced && this.isLike(account, wanted);
  }

  private isLike(account: Account, { spec, wish, rotated }: Wanted): boolean {
    return !differs(account, wish, this.clock.now()) && (!rotated || carriesSecrets(account, spec));
  }

  private state(account: Account): PanelAccountState {
    return stateOf(account, this.clock.now(), this.settings.subscriptionUrl);
  }
}

function without(ids: readonly string[], others: readonly string[]): readonly string[] {
  return ids.filter((id) => !others.includes(id));
}
