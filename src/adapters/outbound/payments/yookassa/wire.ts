import { z } from 'zod';

/** Numbers reach these schemas as their own text (see the JSON reader). Fields that are not read here may be anything. */
const text = z.string().max(2048);
const id = z.string().regex(/^[0-9A-Za-z-]{1,64}$/);
const word = z.string().regex(/^[0-9a-z_]{1,64}$/);
const ourId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
const amount = z.object({ value: text, currency: text });
const moment = z.iso.datetime({ offset: true }).transform((written) => new Date(written));
const cancellation = z.object({ reason: word });

/** Our payment id among the metadata. Other programs may sell through the same shop and write there what they like. */
const metadata = z
  .record(z.string(), z.unknown())
  .nullish()
  .transform((fields) => ourId.safeParse(fields?.[PAYMENT_ID]).data);

/** The key of the metadata that names our payment. */
export const PAYMENT_ID = 'payment_id';

export const paymentSchema = z
  .object({
    id,
    status: word,
    paid: z.boolean(),
    test: z.boolean(),
    amount,
    refunded_amount: amount.nullish(),
    created_at: moment,
    captured_at: moment.nullish(),
    description: text.nullish(),
    confirmation: z.object({ confirmation_url: text.nullish() }).nullish(),
    payment_method: z.object({ type: word, id: text, saved: z.boolean().nullish(), title: text.nullish() }).nullish(),
    cancellation_details: cancellation.nullish(),
    metadata,
  })
  .transform(({ metadata: paymentId, ...payment }) => ({ ...payment, paymentId }));

export type WirePayment = z.output<typeof paymentSchema>;
export type WireAmount = z.output<typeof amount>;

export const refundSchema = z.object({
  id,
  payment_id: id,
  status: word,
  created_at: moment,
  description: text.nullish(),
  cancellation_details: cancellation.nullish(),
});

export type WireRefund = z.output<typeof refundSchema>;

export const paymentsSchema = z.object({ items: z.array(paymentSchema), next_cursor: text.nullish() });
export const refundsSchema = z.object({ items: z.array(refundSchema) });

export const shopSchema = z.object({ account_id: text, test: z.boolean(), fiscalization_enabled: z.boolean().nullish() });

/** How every refusal looks; waiting times are milliseconds. */
export const errorSchema = z.object({
  type: z.literal('error'),
  code: word.nullish(),
  description: text.nullish(),
  parameter: text.nullish(),
  retry_after: z.string().regex(/^\d{1,7}$/).nullish(),
});

/** The work goes on; the same call under the same key tells how it ended. */
export const processingSchema = z.object({ retry_after: z.string().regex(/^\d{1,7}$/).nullish() });

/** A notification is a hint that leads to a read-back, so nothing but names is taken from it. */
export const notificationSchema = z
  .object({
    type: z.literal('notification'),
    event: z.string().regex(/^[a-z_.]{1,64}$/),
    object: z.object({ id, status: word, payment_id: id.nullish(), metadata }),
  })
  .transform(({ event, object }) => ({
    eventKey: `${event}:${object.id}:${object.status}`,
    reference: { invoiceId: event.startsWith('refund.') ? (object.payment_id ?? object.id) : object.id, paymentId: object.metadata },
  }));
