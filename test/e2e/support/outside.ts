import type { Api } from './api.js';
import { linkIn, type ShownMessage } from './person.js';

export interface Invoice {
  readonly uuid: string;
  readonly orderId: string;
  readonly status: string;
  readonly paid: string;
  readonly deliveries: readonly { readonly httpStatus: number | null }[];
}

export interface World {
  readonly heleket: { readonly invoices: readonly Invoice[] };
  readonly fragment: { readonly deliveries: readonly { readonly recipient: string; readonly stars: number; readonly txHash: string }[] };
  readonly ton: { readonly transfers: readonly { readonly amountNano: string; readonly comment: string; readonly txHash: string }[] };
  readonly panels: readonly { readonly users: readonly { readonly marker: string | null; readonly expiresAt: string | null }[] }[];
  readonly ledger: { readonly transfers?: readonly { readonly ref: string; readonly kind: string; readonly amount: string }[] };
}

export type System = 'telegram' | 'heleket' | 'fragment' | 'ton';
export type Weather = 'slow' | 'failing' | 'silent' | 'lying';

/** The controls of the stand-ins: what payers, markets and bad luck do. */
export class Outside {
  constructor(private readonly api: Api) {}

  world(): Promise<World> {
    return this.api.get('/sandbox/world');
  }

  pay(invoice: string, how: { readonly amount?: string; readonly times?: number; readonly late?: boolean } = {}): Promise<Invoice> {
    return this.api.post(`/sandbox/heleket/invoices/${invoice}/pay`, how);
  }

  /** Sets an invoice's status; no money moves. */
  decide(invoice: string, status: string): Promise<Invoice> {
    return this.api.post(`/sandbox/heleket/invoices/${invoice}/status`, { status });
  }

  /** Posts a webhook under a key that is not the merchant's; answers the HTTP status it got. */
  async forge(invoice: string): Promise<number> {
    return (await this.api.post<{ httpStatus: number }>(`/sandbox/heleket/invoices/${invoice}/forge`)).httpStatus;
  }

  arm(target: System, mode: Weather, times?: number): Promise<void> {
    return this.api.post('/sandbox/faults', { target, mode, ...(times === undefined ? {} : { times }) });
  }

  calm(): Promise<void> {
    return this.api.delete('/sandbox/faults');
  }

  session(state: 'valid' | 'expired' | 'need_verify' | 'need_ton'): Promise<void> {
    return this.api.post('/sandbox/fragment/session', { state });
  }

  /** Sets what the market asks for a star, without drift. */
  price(nanoPerStar: number): Promise<void> {
    return this.api.post('/sandbox/fragment/price', { nanoPerStar, drifts: false });
  }

  reset(): Promise<void> {
    return this.api.post('/sandbox/reset');
  }
}

/** The invoice behind a payment card. */
export function invoiceOf(card: ShownMessage): string {
  return linkIn(card).split('/').at(-1) ?? '';
}
