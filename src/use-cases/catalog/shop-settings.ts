import type { StarCatalog, StarPricing } from '#domain/catalog/star-catalog.js';
import { DomainError } from '#domain/shared/domain-error.js';
import { Money } from '#domain/shared/money.js';
import type { UnitOfWork } from '../ports/persistence/unit-of-work.js';
import type { Cache } from '../ports/runtime/cache.js';

export interface TopUpRules {
  readonly amounts: readonly Money[];
  readonly minimum: Money;
  readonly maximum: Money;
}

export interface ShopDefaults {
  readonly catalog: StarCatalog;
  readonly topUp: TopUpRules;
  /** How far the price may have risen since it was shown before the buyer is asked again, in basis points. */
  readonly priceToleranceBasisPoints: number;
  /** How far the provider's price may rise above its quote before a delivery is stopped, in basis points. */
  readonly costToleranceBasisPoints: number;
  /** How long a paid order may wait for a delivery that cannot begin before the money goes back. */
  readonly deliveryDeadlineMs: number;
}

export type PricingSetting = { readonly mode: 'fixed'; readonly perStar: string } | { readonly mode: 'quote'; readonly marginBasisPoints: number };

export class InvalidSetting extends DomainError {
  constructor(key: string) {
    super('catalog.invalid-setting', 'invalid', 'this setting does not hold such a value', { key });
  }
}

const PRICING_KEY = 'star-pricing';
const AN_HOUR_IN_SECONDS = 3600;

/** What the operator tunes, over the shipped defaults. */
export class ShopSettings {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly cache: Cache,
    readonly defaults: ShopDefaults,
    private readonly cacheSeconds = AN_HOUR_IN_SECONDS,
  ) {}

  async catalog(): Promise<StarCatalog> {
    return { ...this.defaults.catalog, pricing: await this.pricing() };
  }

  /** Changes how stars are priced; throws `InvalidSetting` for a price or margin that sells at a loss by its very form. */
  async changePricing(setting: PricingSetting): Promise<void> {
    pricingFrom(setting);
    await this.unitOfWork.run((tx) => tx.settings.save(PRICING_KEY, setting));
    await this.cache.remove(`settings:${PRICING_KEY}`);
  }

  private async pricing(): Promise<StarPricing> {
    const cached = await this.cache.get(`settings:${PRICING_KEY}`);
    const stored: unknown = cached === undefined ? await this.unitOfWork.run((tx) => tx.settings.find(PRICING_KEY)) : JSON.parse(cached);
    if (cached === undefined) await this.cache.set(`settings:${PRICING_KEY}`, JSON.stringify(stored ?? null), this.cacheSeconds);
    return stored ? pricingFrom(stored as PricingSetting) : this.defaults.catalog.pricing;
  }
}

/** Reads a stored or configured pricing. */
export function pricingFrom(setting: PricingSetting): StarPricing {
  if (setting.mode === 'quote') {
    const valid = Number.isInteger(setting.marginBasisPoints) && setting.marginBasisPoints >= 0 && setting.marginBasisPoints <= 100_000;
    if (!valid) throw new InvalidSetting(PRICING_KEY);
    return { mode: 'quote', marginBasisPoints: setting.marginBasisPoints };
  }
  const perStar = Money.parse(setting.perStar, 'TON');
  if (!perStar.isPositive()) throw new InvalidSetting(PRICING_KEY);
  return { mode: 'fixed', perStar };
}
