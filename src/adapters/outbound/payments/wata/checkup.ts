import type { GatewayHealth } from '#use-cases/ports/providers/payment-gateway.js';
import { ProviderError } from '#use-cases/ports/providers/provider-error.js';
import type { Clock } from '#use-cases/ports/runtime/clock.js';
import type { WataApi } from './api.js';
import { tokenExpiry, type WataConfig } from './config.js';
import type { WataRecords } from './records.js';
import { balanceSchema } from './wire.js';

const DAY_MS = 24 * 3_600_000;
const WARNING_DAYS = 14;
/** The balance is an object that may be read once in thirty seconds. */
const GOOD_FOR_MS = 60_000;

/** Asks Wata how it is, at most once a minute, and warns before the token ends: nobody else does. */
export class Checkup {
  private last: { readonly health: GatewayHealth; readonly at: number } | undefined;

  constructor(
    private readonly api: WataApi,
    private readonly records: WataRecords,
    private readonly config: WataConfig,
    private readonly clock: Clock,
  ) {}

  async ping(): Promise<GatewayHealth> {
    const now = this.clock.now();
    if (this.last && now.getTime() - this.last.at < GOOD_FOR_MS) return this.last.health;
    const health = await this.ask(now);
    this.last = { health, at: now.getTime() };
    return health;
  }

  private async ask(now: Date): Promise<GatewayHealth> {
    const remark = this.remarkOnToken(now);
    try {
      const query = { Date: now.toISOString().slice(0, 10) };
      const balance = await this.api.call({ step: 'ping', path: '/finance/balance', query, answer: balanceSchema });
      const balances = [{ amount: balance.balance, currency: balance.currency }];
      if (this.records.isForeign(balance)) return { ok: false, detail: 'the token is that of another terminal', balances };
      return { ok: true, detail: remark ?? 'answers', balances };
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      // Another process of the shop has just asked.
      if (error.failure === 'rate_limited') return { ok: true, detail: remark ?? 'answers', balances: [] };
      return { ok: false, detail: remark ? `${error.failure}; ${remark}` : error.failure, balances: [] };
    }
  }

  private remarkOnToken(now: Date): string | undefined {
    const expiry = tokenExpiry(this.config.token);
    if (!expiry) return undefined;
    const days = Math.floor((expiry.getTime() - now.getTime()) / DAY_MS);
    if (days < 0) return `the token ended on ${dayOf(expiry)}`;
    return days < WARNING_DAYS ? `the token ends on ${dayOf(expiry)}: make a new one` : undefined;
  }
}

function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}
