import type { Api } from './api.js';
import { linkIn, type Person, type ShownMessage } from './person.js';
import type { Weather } from './outside.js';

export interface PanelAccount {
  readonly panel: string;
  readonly key: string;
  readonly status: string;
  readonly expiresAt: string;
  readonly usedBytes: string;
  readonly link: string;
}

export const GATEWAYS = ['heleket', 'yookassa', 'wata', 'cryptobot', 'stars'] as const;
export type Gateway = (typeof GATEWAYS)[number];

const PANELS = ['marzban', 'remnawave', '3x-ui'];
const INVOICE = /\/sandbox\/(\w+)\/pay\/([\w-]+)$/;

/** What happens around the VPN half: payers at every gateway, accounts at panels, and time. */
export class VpnWorld {
  constructor(private readonly api: Api) {}

  async accounts(): Promise<readonly PanelAccount[]> {
    const { panels } = await this.api.get<{ readonly panels: readonly { readonly id: string; readonly users: readonly Omit<PanelAccount, 'panel'>[] }[] }>('/sandbox/world');
    return panels.flatMap(({ id, users }) => users.map((user) => ({ ...user, panel: id })));
  }

  /** The account whose link this text holds; throws where no panel has it. */
  async accountIn(text: string): Promise<PanelAccount> {
    const found = (await this.accounts()).find(({ key, link }) => text.includes(link) || keyIn(text).includes(key));
    if (!found) throw new Error(`no panel has an account with a link of ${JSON.stringify(text)}`);
    return found;
  }

  /** Pays what the card asks for, in Stars too. */
  async pay(card: ShownMessage, payer: Person): Promise<void> {
    const link = linkIn(card);
    const [, gateway, invoice] = INVOICE.exec(link) ?? [];
    if (invoice === undefined) return this.api.post(`/sandbox/telegram/chats/${payer.id}/pay-invoice`, { link });
    return this.api.post(`/sandbox/${gateway}/invoices/${invoice}/pay`);
  }

  /** Posts a webhook that says paid and is not the gateway's; answers the HTTP status it got. */
  async forge(card: ShownMessage): Promise<number> {
    const [, gateway, invoice] = INVOICE.exec(linkIn(card)) ?? [];
    return (await this.api.post<{ httpStatus: number }>(`/sandbox/${gateway}/invoices/${invoice}/forge`)).httpStatus;
  }

  async now(): Promise<number> {
    return Date.parse((await this.api.get<{ now: string }>('/sandbox/clock')).now);
  }

  /** Moves everybody's time ahead: `3d`, `12h`. */
  advance(step: string): Promise<void> {
    return this.api.post('/sandbox/clock', { advance: step });
  }

  async use({ panel, key }: PanelAccount, bytes: bigint): Promise<void> {
    await this.api.post(`/sandbox/panels/${panel}/users/${key}/traffic`, { bytes: String(bytes) });
  }

  async armPanels(mode: Weather): Promise<void> {
    for (const target of PANELS) await this.api.post('/sandbox/faults', { target, mode });
  }
}

/** Marzban makes a new link with each look; the account's name is in it. */
function keyIn(text: string): string {
  return Buffer.from(/\/sub\/(\S+)/.exec(text)?.[1] ?? '', 'base64url').toString('latin1');
}

/** From the menu to the card with the link to pay; the price is asked for at this gateway. */
export async function ordersMonth(person: Person, gateway: Gateway, { renews = false } = {}): Promise<ShownMessage> {
  await person.asks('/vpn', /One link/);
  await person.taps('vpn_buy', /VPN plans/);
  await person.taps('plan_month', /Check your order/);
  if (renews) await person.taps('order_renew_on_', /a day before the end/);
  return person.taps(`order_pay_via_${gateway}_`, /invoice is ready/);
}
