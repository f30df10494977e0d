import type { VpnAccount } from '#domain/vpn/vpn-account.js';
import type { PanelWebhook, PanelWebhookVerdict } from '../../ports/panels/vpn-panel.js';
import type { VpnPanels } from '../../ports/panels/vpn-panels.js';
import type { Transaction, UnitOfWork } from '../../ports/persistence/unit-of-work.js';
import type { Clock } from '../../ports/runtime/clock.js';
import type { Metrics } from '../../ports/runtime/metrics.js';

export type PanelWebhookReceipt =
  | { readonly accepted: true; readonly repeated: boolean }
  | { readonly accepted: false; readonly reason: Extract<PanelWebhookVerdict, { verdict: 'rejected' }>['reason'] };

type Hint = Extract<PanelWebhookVerdict, { verdict: 'authentic' }>;

/** Telling a panel something makes it tell us in turn: what it says of an account that was looked at a moment ago is an echo. */
const ECHO_MS = 60_000;
/** Panels repeat a webhook within seconds. */
const MEMORY_MS = 24 * 60 * 60_000;

/** Takes a panel's webhook as a hint to look at the accounts it names; what it says of them is not believed, nor kept. */
export class ReceivePanelWebhook {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly panels: VpnPanels,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
  ) {}

  /** Throws `UnknownPanel`. */
  async execute(command: { readonly panelId: string; readonly request: PanelWebhook }): Promise<PanelWebhookReceipt> {
    const { panelId, request } = command;
    const panel = await this.panels.get(panelId);
    const verdict = panel.receive(request);
    if (verdict.verdict === 'rejected') {
      this.count(panelId, verdict.reason);
      return { accepted: false, reason: verdict.reason };
    }
    const outcome = await this.unitOfWork.run((tx) => this.heed(tx, panelId, verdict));
    this.count(panelId, outcome);
    return { accepted: true, repeated: outcome === 'repeated' };
  }

  private async heed(tx: Transaction, panelId: string, { eventKey, keys }: Hint): Promise<'new' | 'repeated'> {
    const now = this.clock.now();
    const source = `panel:${panelId}`;
    const outcome = await tx.inbox.add({ source, eventKey, body: new Uint8Array(), receivedAt: now });
    if (outcome === 'repeated') return outcome;
    for (const key of keys) {
      const account = await tx.vpnAccounts.findByKey(panelId, key);
      if (account && isWorthALook(account, now)) await tx.jobs.enqueue({ name: 'look-at-account', subscriptionId: account.subscriptionId, panelId });
    }
    await tx.inbox.processed(source, eventKey, now);
    await tx.inbox.removeProcessed(source, new Date(now.getTime() - MEMORY_MS));
    return outcome;
  }

  private count(panelId: string, verdict: string): void {
    this.metrics.count('polaris_webhooks_total', { gateway: `panel:${panelId}`, verdict });
  }
}

/** One that is to be looked at anyway keeps its time: a hint is no reason to press a panel that has just failed. */
function isWorthALook({ state, nextAttemptAt, checkedAt }: VpnAccount, now: Date): boolean {
  if (state !== 'kept' || nextAttemptAt !== undefined) return false;
  return checkedAt === undefined || now.getTime() - checkedAt.getTime() >= ECHO_MS;
}
