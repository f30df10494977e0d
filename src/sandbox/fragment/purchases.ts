import { createHash } from 'node:crypto';

/** A star purchase as the market keeps it: plain JSON, amounts in nanotons as decimal digits, times in ISO form. */
export interface Purchase {
  readonly id: string;
  readonly ssid: string;
  readonly recipient: string;
  readonly stars: number;
  readonly amountNano: string;
  readonly ref: string;
  readonly openedAt: string;
  readonly confirmed: boolean;
  readonly payment: { readonly txHash: string; readonly at: string } | undefined;
  readonly deliveredAt: string | undefined;
  /** The market took part in a lie: it says done and credits nothing, ever. */
  readonly cheated: boolean;
}

/** Stars that really arrived: the effects ledger. */
export interface Delivery {
  readonly recipient: string;
  readonly stars: number;
  readonly at: Date;
  readonly ref: string;
  readonly txHash: string;
  readonly amountNano: bigint;
}

/** Money that reached the market and bought nothing: no such reference, another amount, or the reference was paid before. */
export interface StrayPayment {
  readonly comment: string | undefined;
  readonly amountNano: string;
  readonly txHash: string;
}

export interface IncomingPayment {
  readonly amountNano: bigint;
  readonly comment: string | undefined;
  readonly at: Date;
  readonly txHash: string;
}

export interface PurchasesState {
  readonly purchases: readonly Purchase[];
  readonly strays: readonly StrayPayment[];
  readonly confirmationRequired: boolean;
}

export type SaleMode = 'new' | 'processing' | 'done';

/** The market's books: every request, what was paid for it, and what was credited, once for each reference. */
export class Purchases {
  private readonly byId = new Map<string, Purchase>();
  private strays: StrayPayment[] = [];
  private confirmationRequired = true;

  constructor(private readonly clock: () => Date) {}

  /** Whether stars arrive only after the buyer handed in the signed message; true from the start. */
  requireConfirmation(required: boolean): void {
    this.confirmationRequired = required;
  }

  open(ssid: string, recipient: string, stars: number, amountNano: bigint): Purchase {
    const serial = `${this.byId.size} ${this.clock().toISOString()} ${ssid}`;
    return this.keep({
      id: digest(`request ${serial}`, 'base64url').slice(0, 22),
      ssid,
      recipient,
      stars,
      amountNano: amountNano.toString(),
      ref: digest(`ref ${serial}`, 'hex').slice(0, 9),
      openedAt: this.clock().toISOString(),
      confirmed: false,
      payment: undefined,
      deliveredAt: undefined,
      cheated: false,
    });
  }

  find(id: string, ssid: string): Purchase | undefined {
    const purchase = this.byId.get(id);
    return purchase?.ssid === ssid ? purchase : undefined;
  }

  confirm(purchase: Purchase): void {
    this.deliverIfDue({ ...purchase, confirmed: true });
  }

  /** Says done and delivers nothing from now on. */
  cheat(purchase: Purchase): void {
    this.keep({ ...purchase, cheated: true });
  }

  /** Books money that arrived on the chain. */
  receive(payment: IncomingPayment): void {
    const purchase = this.paidFor(payment);
    if (purchase) return this.deliverIfDue({ ...purchase, payment: { txHash: payment.txHash, at: payment.at.toISOString() } });
    this.strays.push({ comment: payment.comment, amountNano: payment.amountNano.toString(), txHash: payment.txHash });
  }

  /** How the newest purchase of this browser stands; older ones cannot be asked for. */
  modeOf(ssid: string): SaleMode {
    const newest = [...this.byId.values()].findLast((purchase) => purchase.ssid === ssid);
    if (!newest) return 'new';
    if (newest.cheated || newest.deliveredAt !== undefined) return 'done';
    return newest.confirmed || newest.payment ? 'processing' : 'new';
  }

  /** Oldest first. */
  deliveries(): Delivery[] {
    return [...this.byId.values()].flatMap(deliveryOf).sort((one, other) => one.at.getTime() - other.at.getTime());
  }

  strayPayments(): readonly StrayPayment[] {
    return this.strays;
  }

  snapshot(): PurchasesState {
    return structuredClone({
      purchases: [...this.byId.values()],
      strays: this.strays,
      confirmationRequired: this.confirmationRequired,
    });
  }

  restore(state: PurchasesState): void {
    this.reset();
    for (const purchase of state.purchases) this.keep(purchase);
    this.strays = [...state.strays];
    this.confirmationRequired = state.confirmationRequired;
  }

  reset(): void {
    this.byId.clear();
    this.strays = [];
    this.confirmationRequired = true;
  }

  private paidFor({ comment, amountNano }: IncomingPayment): Purchase | undefined {
    const ref = /Ref#(\w+)/.exec(comment ?? '')?.[1];
    const purchase = [...this.byId.values()].find((candidate) => candidate.ref === ref);
    return purchase && !purchase.payment && purchase.amountNano === amountNano.toString() ? purchase : undefined;
  }

  private deliverIfDue(purchase: Purchase): void {
    const due = purchase.payment && !purchase.cheated && (purchase.confirmed || !this.confirmationRequired);
    const deliveredAt = purchase.deliveredAt ?? (due ? this.clock().toISOString() : undefined);
    this.keep({ ...purchase, deliveredAt });
  }

  private keep(purchase: Purchase): Purchase {
    this.byId.set(purchase.id, purchase);
    return purchase;
  }
}

function deliveryOf({ recipient, stars, ref, payment, deliveredAt, amountNano }: Purchase): Delivery[] {
  if (!payment || deliveredAt === undefined) return [];
  return [{ recipient, stars, ref, at: new Date(deliveredAt), txHash: payment.txHash, amountNano: BigInt(amountNano) }];
}

const digest = (text: string, form: 'hex' | 'base64url'): string => createHash('sha256').update(text).digest(form);
