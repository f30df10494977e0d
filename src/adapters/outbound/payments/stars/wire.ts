import { z } from 'zod';

/** Numbers reach these schemas as their own text (see the JSON reader). */
const whole = z.string().regex(/^\d{1,16}$/);

/** What every answer is wrapped in. */
export const envelopeSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), result: z.unknown() }),
  z.object({
    ok: z.literal(false),
    error_code: z.string().regex(/^\d{3}$/).transform(Number),
    description: z.string().max(1024).default(''),
    parameters: z.object({ retry_after: whole.transform(Number).nullish() }).nullish(),
  }),
]);

export const linkSchema = z.url({ protocol: /^https?$/ });

export const doneSchema = z.literal(true);

/** Who paid an invoice, or is paid back. */
const payer = z.object({
  type: z.literal('user'),
  /** Missing where the API is older than other ways to pay a bot. */
  transaction_type: z.literal('invoice_payment').nullish(),
  user: z.object({ id: whole }),
  invoice_payload: z.string().max(4096),
});

const entry = { id: z.string().min(1).max(255), amount: whole, date: whole };

/** Withdrawals, gifts, advertisements and whatever comes later: read no further. An invoice that cannot be read is none of them. */
const noInvoice = z.looseObject({ invoice_payload: z.undefined().optional() }).nullish();

export const transactionsSchema = z.object({
  transactions: z.array(
    z.union([
      z.object({ ...entry, receiver: payer }).transform(({ receiver, ...rest }) => ({ ...rest, direction: 'out' as const, payer: receiver })),
      z.object({ ...entry, source: payer }).transform(({ source, ...rest }) => ({ ...rest, direction: 'in' as const, payer: source })),
      z.looseObject({ source: noInvoice, receiver: noInvoice }).transform(() => undefined),
    ]),
  ),
});

export type WireTransaction = z.output<typeof transactionsSchema>['transactions'][number];

export const balanceSchema = z.object({ amount: z.string().regex(/^-?\d{1,15}$/) });
