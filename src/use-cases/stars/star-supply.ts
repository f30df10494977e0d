import { DomainError } from '#domain/shared/domain-error.js';
import type { Money } from '#domain/shared/money.js';
import type { StarProvider, StarProviderHealth } from '../ports/providers/star-provider.js';
import type { Cache } from '../ports/runtime/cache.js';
import type { Logger } from '../ports/runtime/logger.js';

/** Stars cannot be delivered now, said before any money is taken. */
export class SupplyUnavailable extends DomainError {
  constructor() {
    super('stars.supply-unavailable', 'unavailable', 'stars cannot be delivered right now; nothing was charged');
  }
}

interface SupplyState {
  readonly ok: boolean;
  readonly walletMinor: string | undefined;
}

const CACHE_KEY = 'star-supply';
const WELL_SECONDS = 30;
const ILL_SECONDS = 5;

/** Whether the provider could deliver an order now: its session, its wallet's balance. Asked at most every 30 seconds. */
export class StarSupply {
  constructor(
    private readonly provider: StarProvider,
    private readonly cache: Cache,
    private readonly logger: Logger,
  ) {}

  /** Throws `SupplyUnavailable` when an order that costs this much could not be delivered. */
  async require(cost: Money): Promise<void> {
    const state = await this.state();
    const short = state.walletMinor !== undefined && BigInt(state.walletMinor) < cost.minor;
    if (!state.ok || short) throw new SupplyUnavailable();
  }

  async isReady(): Promise<boolean> {
    return (await this.state()).ok;
  }

  private async state(): Promise<SupplyState> {
    const cached = await this.cache.get(CACHE_KEY);
    if (cached !== undefined) return JSON.parse(cached) as SupplyState;
    const health = await this.probe();
    const state: SupplyState = { ok: health?.ok ?? false, walletMinor: health?.walletBalance?.minor.toString() };
    await this.cache.set(CACHE_KEY, JSON.stringify(state), state.ok ? WELL_SECONDS : ILL_SECONDS);
    return state;
  }

  private async probe(): Promise<StarProviderHealth | undefined> {
    try {
      const health = await this.provider.health();
      if (!health.ok) this.logger.warn({ trouble: health.trouble, checks: health.checks }, 'stars cannot be delivered');
      return health;
    } catch (error) {
      this.logger.warn({ err: error }, 'the star provider could not be probed');
      return undefined;
    }
  }
}
