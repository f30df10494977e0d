import { z } from 'zod';
import type { UserId } from '#domain/customers/customer.js';
import { documentOf } from '../../kit/json-reader.js';

/** What an invoice carries for us: whose payment it is, and who is given the money back. */
export interface InvoicePayload {
  readonly paymentId: string;
  /** Telegram's id as text. */
  readonly userId: string;
}

const schema = z.object({ p: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/), u: z.string().regex(/^[1-9]\d{0,15}$/) });

/** As it is sent; what comes back is compared with it letter by letter. */
export function writePayload(paymentId: string, userId: UserId): string {
  return JSON.stringify({ p: paymentId, u: userId });
}

/** Undefined for any text that is not ours: somebody else may make invoices with the same app. */
export function readPayload(text: string | null | undefined): InvoicePayload | undefined {
  const { data } = schema.safeParse(documentOf(text ?? ''));
  return data && { paymentId: data.p, userId: data.u };
}
