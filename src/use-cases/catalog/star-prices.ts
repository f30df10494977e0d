import { offerStars, pricePerStar, requireSellable, type StarCatalog, type StarOffer } from '#domain/catalog/star-catalog.js';
import { DomainError } from '#domain/shared/domain-error.js';
import { Money, type MoneyJson } from '#domain/shared/money.js';
import type { StarProvider } from '../ports/providers/star-provider.js';
import type { Cache } from '../ports/runtime/cache.js';
import type { ShopSettings } from './shop-settings.js';

/** What stars cost and sell for at this moment. */
export interface PriceSheet {
  readonly catalog: StarCatalog;
  readonly perStar: Money;
  readonly costPerStar: Money;
}

/** An offer, and the most the shop will pay the provider to fulfil it. */
export interface PricedOffer {
  readonly offer: StarOffer;
  readonly maxCost: Money;
}

/** The quote is zero, negative or in another currency: nothing is sold at such a price. */
export class UnusableQuote extends DomainError {
  constructor() {
    super('catalog.unusable-quote', 'unavailable', 'the star provider quotes no usable price');
  }
}

const QUOTED_STARS = 1000;
const CACHE_KEY = 'star-quote';
const CACHE_SECONDS = 60;

/** Prices stars from the operator's pricing and the provider's quote, which is asked at most once a minute. */
export class StarPrices {
  constructor(
    private readonly settings: ShopSettings,
    private readonly provider: StarProvider,
    private readonly cache: Cache,
  ) {}

  async sheet(): Promise<PriceSheet> {
    const [catalog, costPerStar] = await Promise.all([this.settings.catalog(), this.costPerStar()]);
    return { catalog, costPerStar, perStar: pricePerStar(catalog.pricing, costPerStar) };
  }

  /** Throws `StarsOutOfRange`. */
  async offer(stars: number): Promise<PricedOffer> {
    const sheet = await this.sheet();
    const offer = offerStars(requireSellable(stars, sheet.catalog), sheet.catalog, sheet.perStar);
    const cost = sheet.costPerStar.times(BigInt(offer.stars + offer.bonus));
    return { offer, maxCost: cost.plusBasisPoints(this.settings.defaults.costToleranceBasisPoints, 'up') };
  }

  private async costPerStar(): Promise<Money> {
    const cached = await this.cache.get(CACHE_KEY);
    if (cached !== undefined) return Money.fromJson(JSON.parse(cached) as MoneyJson);
    const { cost } = await this.provider.quote(QUOTED_STARS);
    if (!cost.isPositive() || cost.currency !== 'TON') throw new UnusableQuote();
    const perStar = cost.portion(1n, BigInt(QUOTED_STARS), 'up');
    await this.cache.set(CACHE_KEY, JSON.stringify(perStar), CACHE_SECONDS);
    return perStar;
  }
}
