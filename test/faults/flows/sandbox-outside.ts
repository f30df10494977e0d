import type { FixedClock } from '#adapters/outbound/memory/runtime/fixed-clock.js';
import { Money } from '#domain/shared/money.js';
import type { Panel } from '#domain/vpn/panel.js';
import { FragmentSimulator } from '#sandbox/fragment/fragment-simulator.js';
import { HeleketSimulator } from '#sandbox/heleket/heleket-simulator.js';
import type { Invoice } from '#sandbox/heleket/invoice.js';
import { SIGNED, signedText } from '#sandbox/heleket/signature.js';
import { webhookOf } from '#sandbox/heleket/wire-view.js';
import { FaultBoard } from '#sandbox/kit/fault-board.js';
import { MarzbanSimulator } from '#sandbox/panels/marzban/marzban-simulator.js';
import { INBOUNDS } from '#sandbox/panels/marzban/user.js';
import { TelegramSimulator } from '#sandbox/telegram/telegram-simulator.js';
import { TonSimulator } from '#sandbox/ton/ton-simulator.js';
import type { WebhookRequest } from '#use-cases/ports/providers/payment-gateway.js';
import { OPERATOR } from '../../builders/shop/a-shop.js';
import { MAIN_PANEL } from '../../builders/shop/vpn-desk.js';
import { ton } from '../../builders/ton.js';
import { Stand } from '../../sandbox/ton/ton-stand.js';
import { VERA } from '../../use-cases/checkout/a-buyer.js';
import { REFERRER } from './growth-flows.js';
import type { Effects, Outside } from './outside.js';

export const MERCHANT = { merchant: '5a4d0b0c-0000-4000-8000-706f6c617269', apiKey: 'heleket-payment-key', payoutKey: 'heleket-payout-key' };

const NANO_PER_STAR = 15_000_000n;
/** Longer than a signed message is valid, and the margin after it. */
const VOID_MS = 10 * 60_000;
/** Never slow by itself: a play is over in the time that a panel takes for a call. */
const PANEL_TIMING = { slowMs: 3_000, stallMs: 30_000, workMs: 0 };
const PLACEMENT = INBOUNDS.map(({ tag }) => tag);

/** The stand-ins of the sandbox behind real HTTP; what really happened is in their own books. */
export class SandboxOutside implements Outside {
  readonly friend = 'bobby';
  /** Named as the one that a service finds in its environment. */
  readonly panels: readonly Panel[] = [{ ...MAIN_PANEL, id: 'marzban', kind: 'marzban', placement: PLACEMENT }];
  private firstBalance = 0n;

  private constructor(
    private readonly stand: Stand,
    readonly faults: FaultBoard,
    private readonly clock: FixedClock,
    readonly ton: TonSimulator,
    readonly fragment: FragmentSimulator,
    readonly heleket: HeleketSimulator,
    readonly telegram: TelegramSimulator,
    private readonly marzban: MarzbanSimulator,
    readonly origin: string,
  ) {}

  static async open(clock: FixedClock): Promise<SandboxOutside> {
    const stand = new Stand();
    const faults = new FaultBoard();
    const context = { now: () => clock.now(), faults, origin: 'http://127.0.0.1', changed: () => undefined };
    const chain = await TonSimulator.create(context);
    const fragment = new FragmentSimulator(context, chain);
    const heleket = new HeleketSimulator(context, MERCHANT);
    const telegram = new TelegramSimulator(context);
    const marzban = new MarzbanSimulator(context, PANEL_TIMING);
    const origin = await stand.open(chain, fragment, heleket, telegram, marzban);
    return new SandboxOutside(stand, faults, clock, chain, fragment, heleket, telegram, marzban, origin);
  }

  get wallet(): string {
    return this.ton.walletAddress;
  }

  /** How the panel is reached, by the names of its settings. */
  get panelSettings(): Readonly<Record<string, string>> {
    return { ...this.marzban.settings(this.origin), PLACEMENT: PLACEMENT.join(',') };
  }

  close(): Promise<void> {
    return this.stand.close();
  }

  /** The first day again: nobody has paid anything, and buyer, referrer and operator have met the bot. */
  async reset(): Promise<void> {
    this.faults.clear();
    for (const simulator of [this.ton, this.fragment, this.heleket, this.telegram, this.marzban]) simulator.reset();
    this.fragment.setPrice(NANO_PER_STAR, false);
    this.firstBalance = this.ton.balance();
    for (const person of [VERA, REFERRER, OPERATOR]) await this.say(person, '/start');
  }

  async pay(paymentId: string, amount: string, when?: 'in time' | 'late'): Promise<void> {
    await this.heleket.pay(this.invoice(paymentId).uuid, { amount: ton(amount).minor, late: when === 'late' });
  }

  async underpay(paymentId: string, amount: string): Promise<void> {
    await this.pay(paymentId, amount);
    await this.heleket.force(this.invoice(paymentId).uuid, 'wrong_amount');
  }

  async expire(paymentId: string): Promise<void> {
    await this.heleket.force(this.invoice(paymentId).uuid, 'cancel');
  }

  async takeBack(paymentId: string): Promise<void> {
    await this.heleket.force(this.invoice(paymentId).uuid, 'refund_paid');
  }

  webhook(paymentId: string): WebhookRequest {
    const text = signedText(webhookOf(this.invoice(paymentId)), MERCHANT.apiKey, SIGNED);
    return { body: new TextEncoder().encode(text), headers: { 'content-type': 'application/json' }, remoteAddress: '127.0.0.1' };
  }

  loseBroadcasts(): void {
    this.faults.arm({ target: 'ton', mode: 'lying', times: undefined });
  }

  giveUpLostBroadcast(): void {
    this.clock.advance(VOID_MS);
    this.faults.clear();
  }

  async effects(): Promise<Effects> {
    return {
      payments: this.ton.transfers().map(({ comment }) => comment ?? ''),
      deliveries: this.fragment.deliveries().length,
      accounts: this.marzban.users().map(({ marker, expiresAt, status }) => ({
        marker: marker ?? undefined,
        expiresAt: expiresAt === null ? undefined : new Date(expiresAt),
        enabled: status === 'active',
      })),
      refunds: this.invoices().filter(({ refundedAt }) => refundedAt !== null).length,
      spent: Money.of(this.firstBalance - this.ton.balance(), 'TON'),
      told: undefined,
    };
  }

  private invoice(paymentId: string): Invoice {
    const found = this.invoices().find(({ orderId }) => orderId === paymentId);
    if (!found) throw new Error(`no invoice was made for ${paymentId}`);
    return found;
  }

  private invoices(): readonly Invoice[] {
    return this.heleket.snapshot().invoices;
  }

  private async say(person: number, text: string): Promise<void> {
    const body = JSON.stringify({ text, username: `person_${person}`, firstName: 'Vera', languageCode: 'ru' });
    await fetch(`${this.origin}/sandbox/telegram/chats/${person}/messages`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  }
}
