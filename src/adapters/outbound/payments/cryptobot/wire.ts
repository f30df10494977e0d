import { z } from 'zod';

/** Numbers reach these schemas as their own text (see the JSON reader), so each may be a string or a number on the wire. */
const text = z.string().max(255);
const id = z.string().regex(/^\d{1,20}$/);
const word = z.string().regex(/^[a-z_]{1,40}$/);

export const invoiceSchema = z.object({
  invoice_id: id,
  currency_type: text.nullish(),
  asset: text.nullish(),
  fiat: text.nullish(),
  amount: text,
  status: word,
  payload: z.string().max(4096).nullish(),
  bot_invoice_url: z.url({ protocol: /^https?$/ }).nullish(),
  created_at: text.nullish(),
  expiration_date: text.nullish(),
  paid_at: text.nullish(),
  paid_asset: text.nullish(),
  paid_amount: text.nullish(),
});

export type WireInvoice = z.output<typeof invoiceSchema>;

/** A list is an object with `items`; the API's earlier versions sent the bare array. */
function listOf<Item extends z.ZodType>(item: Item) {
  return z.union([z.array(item), z.object({ items: z.array(item) }).transform(({ items }) => items)]);
}

export const invoicesSchema = listOf(invoiceSchema);

export const transferSchema = z.object({
  user_id: id,
  asset: text,
  amount: text,
  spend_id: text,
  /** Not certain to be repeated in lists; refunds are then found by their own id only. */
  comment: z.string().max(1024).nullish(),
  status: text.nullish(),
  completed_at: text.nullish(),
});

export type WireTransfer = z.output<typeof transferSchema>;

export const transfersSchema = listOf(transferSchema);

export const appSchema = z.object({ payment_processing_bot_username: text.nullish() });

export const balanceSchema = z.array(z.object({ currency_code: text, available: text }));

/** What every answer is wrapped in. */
export const envelopeSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), result: z.unknown() }),
  z.object({ ok: z.literal(false), error: z.object({ code: z.string().regex(/^\d{3}$/).transform(Number), name: text }) }),
]);

/** A webhook names the invoice; it is a hint that leads to a read-back, so nothing more is taken from it. */
export const webhookSchema = z.object({
  payload: z.object({ invoice_id: id, status: word, payload: z.string().max(4096).nullish() }),
});
