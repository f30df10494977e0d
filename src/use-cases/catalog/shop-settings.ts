import type { StarCatalog, StarPricing } from '#domain/catalog/star-catalog.js';
import type { ReferralRule } from '#domain/growth/referral.js';
import type { Allowance, Plan } from '#domain/vpn/plan.js';
import { DomainError } from '#domain/shared/domain-error.js';
import { Money } from '#domain/shared/money.js';
import type { UnitOfWork } from '../ports/persistence/unit-of-work.js';
import type { Cache } from '../ports/runtime/cache.js';

export interface TopUpRules {
  readonly amounts: readonly Money[];
  readonly minimum: Money;
  readonly maximum: Money;
}

/** What everybody may try once. */
export interface TrialRules {
  readonly days: number;
  readonly allowance: Allowance;
}

export interface VpnDefaults {
  readonly trial: TrialRules;
  /** Those a new shop begins with. */
  readonly plans: readonly Plan[];
  /** How long a paid order may wait for its panel before the money goes back. */
  readonly deliveryDeadlineMs: number;
}

export interface ShopDefaults {
  readonly vpn: VpnDefaults;
  /** What a referral brings unless the operator says otherwise. */
  readonly referral: ReferralRule;
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

/** Which gateways people are offered. Ids that the shop has no gateway for are kept and do nothing. */
export interface GatewaySetting {
  /** Those that go first; the others follow as they are registered. */
  readonly order: readonly string[];
  /** What is paid there already goes on; nothing new is begun. */
  readonly off: readonly string[];
}

export class InvalidSetting extends DomainError {
  constructor(key: string) {
    super('catalog.invalid-setting', 'invalid', 'this setting does not hold such a value', { key });
  }
}

const PRICING_KEY = 'star-pricing';
const GATEWAYS_KEY = 'gateways';
const GATEWAY_ID = /^[a-z][a-z0-9-]{0,39}$/;
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
    await this.change(PRICING_KEY, setting);
  }

  async gateways(): Promise<GatewaySetting> {
    const stored = await this.stored(GATEWAYS_KEY);
    return stored ? gatewaysFrom(stored) : { order: [], off: [] };
  }

  /** Changes which gateways are offered, and in which order; throws `InvalidSetting` for what is no id. */
  async changeGateways(setting: GatewaySetting): Promise<void> {
    await this.change(GATEWAYS_KEY, gatewaysFrom(setting));
  }

  private async pricing(): Promise<StarPricing> {
    const stored = await this.stored(PRICING_KEY);
    return stored ? pricingFrom(stored as PricingSetting) : this.defaults.catalog.pricing;
  }

  private async stored(key: string): Promise<unknown> {
    const cached = await this.cache.get(`settings:${key}`);
    if (cached !== undefined) return JSON.parse(cached);
    const stored = await this.unitOfWork.run((tx) => tx.settings.find(key));
    await this.cache.set(`settings:${key}`, JSON.stringify(stored ?? null), this.cacheSeconds);
    return stored;
  }

  private async change(key: string, setting: unknown): Promise<void> {
    await this.unitOfWork.run((tx) => tx.settings.save(key, setting));
    await this.cache.remove(`settings:${key}`);
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

function gatewaysFrom(stored: unknown): GatewaySetting {
  if (typeof stored !== 'object' || stored === null || !('order' in stored) || !('off' in stored)) throw new InvalidSetting(GATEWAYS_KEY);
  return { order: idsFrom(stored.order), off: idsFrom(stored.off) };
}

function idsFrom(value: unknown): readonly string[] {
  if (!Array.isArray(value)) throw new InvalidSetting(GATEWAYS_KEY);
  return value.map((id: unknown) => {
    if (typeof id !== 'string' || !GATEWAY_ID.test(id)) throw new InvalidSetting(GATEWAYS_KEY);
    return id;
  });
}
