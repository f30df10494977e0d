import type { Currency } from '#domain/shared/currency.js';
import type { Money } from '#domain/shared/money.js';
import type { ShopSettings } from '../catalog/shop-settings.js';
import type { GatewayDescriptor, PaymentGateways } from '../ports/providers/payment-gateway.js';
import { UnknownGateway } from '../ports/providers/provider-error.js';

/** What one gateway would collect for something that has several prices. */
export interface GatewayOffer {
  readonly gateway: string;
  readonly price: Money;
  /** Whether it can be charged again without the payer. */
  readonly keepsMethod: boolean;
}

export interface ListedGateway {
  readonly id: string;
  readonly currencies: readonly Currency[];
  readonly on: boolean;
}

/** The gateways people are offered: those that are configured and switched on, in the operator's order. */
export class PaymentMethods {
  constructor(
    private readonly gateways: PaymentGateways,
    private readonly settings: ShopSettings,
  ) {}

  /** The ids of all that are configured, switched on or off. */
  configured(): readonly string[] {
    return this.gateways.all().map(({ descriptor }) => descriptor.id);
  }

  /** All that are configured, switched on or off, in the operator's order. */
  async list(): Promise<readonly ListedGateway[]> {
    const { order, off } = await this.settings.gateways();
    const place = ({ id }: GatewayDescriptor): number => (order.includes(id) ? order.indexOf(id) : order.length);
    const sorted = this.gateways.all().map(({ descriptor }) => descriptor).sort((one, other) => place(one) - place(other));
    return sorted.map(({ id, currencies }) => ({ id, currencies, on: !off.includes(id) }));
  }

  /** Those that collect a currency. */
  async for(currency: Currency): Promise<readonly string[]> {
    const open = await this.open();
    return open.filter(({ currencies }) => currencies.includes(currency)).map(({ id }) => id);
  }

  /** Those that collect one of these prices, each with the first that it knows: the one that is paid there. */
  async forOffers(offers: readonly Money[]): Promise<readonly GatewayOffer[]> {
    const open = await this.open();
    return open.flatMap(({ id, currencies, capabilities }) => {
      const price = offers.find((offer) => currencies.includes(offer.currency));
      return price ? [{ gateway: id, price, keepsMethod: capabilities.savedMethod }] : [];
    });
  }

  /** Throws `UnknownGateway` for one that is switched off; whether it is there at all is for others to say. */
  async requireOpen(gateway: string): Promise<void> {
    const { off } = await this.settings.gateways();
    if (off.includes(gateway)) throw new UnknownGateway(gateway);
  }

  private async open(): Promise<readonly GatewayDescriptor[]> {
    const listed = await this.list();
    return listed.filter(({ on }) => on).map(({ id }) => this.gateways.get(id).descriptor);
  }
}
