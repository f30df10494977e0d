import { z } from 'zod';

/** Numbers reach these schemas as their own text (see the JSON reader), so an amount may be a string or a number on the wire. */
const text = z.string().max(255);
const uuid = z.string().regex(/^[0-9A-Za-z-]{1,64}$/);
const orderId = z.string().regex(/^[A-Za-z0-9_-]{1,128}$/);
const word = z.string().regex(/^[a-z_]{1,40}$/);

export const invoiceSchema = z
  .object({
    uuid,
    order_id: orderId.nullish(),
    amount: text,
    currency: text,
    payment_amount: text.nullish(),
    payer_amount: text.nullish(),
    payer_currency: text.nullish(),
    is_final: z.boolean().nullish(),
    status: word.nullish(),
    payment_status: word.nullish(),
    url: z.url({ protocol: /^https?$/ }).nullish(),
    expired_at: z.string().regex(/^\d{1,11}$/).nullish(),
    created_at: text.nullish(),
    updated_at: text.nullish(),
  })
  .transform(({ status, payment_status, ...invoice }) => ({ ...invoice, status: status ?? payment_status ?? 'unknown' }));

export type WireInvoice = z.output<typeof invoiceSchema>;

export const listSchema = z
  .object({ items: z.array(invoiceSchema), paginate: z.object({ nextCursor: text.nullish() }).nullish() })
  .transform(({ items, paginate }) => ({ items, nextCursor: paginate?.nextCursor || undefined }));

export const servicesSchema = z.array(
  z.object({
    network: text,
    currency: text,
    is_available: z.boolean(),
    limit: z.object({ min_amount: text.nullish(), max_amount: text.nullish() }).nullish(),
  }),
);

const wallet = z.object({ balance: text, currency_code: text });

export const balanceSchema = z
  .array(z.object({ balance: z.object({ merchant: z.array(wallet) }) }))
  .transform((accounts) => accounts.flatMap((account) => account.balance.merchant));

/** A refund is acknowledged with an empty list. */
export const refundSchema = z.unknown();

/** What every answer is wrapped in; `state` "0" is the only success. */
export const envelopeSchema = z.object({
  state: z.string().optional(),
  result: z.unknown().optional(),
  message: z.string().nullish(),
  errors: z.record(z.string(), z.unknown()).nullish(),
});

/** A webhook names the payment; it is a hint that leads to a read-back, so nothing more is taken from it. */
export const webhookSchema = z.object({
  uuid,
  order_id: orderId.nullish(),
  status: word,
  payment_amount: text.nullish(),
});

/** The simplified webhook: any one of the two names is enough. */
export const simplifiedSchema = z
  .object({ uuid: uuid.nullish(), order_id: orderId.nullish(), status: word.nullish() })
  .refine((hint) => Boolean(hint.uuid ?? hint.order_id));
