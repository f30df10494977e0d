import { Address } from '@ton/core';
import { z } from 'zod';

const digits = z.union([z.string().regex(/^\d+$/), z.number().int().nonnegative().transform(String)]);
const blockId = z.object({ seqno: z.number().int().nonnegative() });
const ok = z.literal(true);

export const sendAnswer = z.object({ ok: z.boolean() });

export const accountAnswer = z.object({
  ok,
  result: z.object({
    balance: digits,
    state: z.enum(['active', 'uninitialized', 'frozen']),
    sync_utime: z.number().int().positive(),
    block_id: blockId,
  }),
});

const number = z.tuple([z.literal('num'), z.string().regex(/^0x[0-9a-f]{1,8}$/i)]);

export const seqnoAnswer = z.object({
  ok,
  result: z.object({ exit_code: z.literal(0), stack: z.tuple([number]), block_id: blockId }),
});

export const indexAnswer = z.object({
  last: z.object({ seqno: z.number().int().nonnegative(), gen_utime: digits }),
});

/** Given in any form, read into the raw one; none where it is empty. */
const rawAddress = z.string().transform((text, context) => {
  if (text === '') return undefined;
  try {
    return Address.parse(text).toRawString();
  } catch {
    context.addIssue({ code: 'custom', message: 'not an address' });
    return z.NEVER;
  }
});

const messageContent = z.object({ hash: z.string().min(1) });

const incoming = z.object({
  source: rawAddress.nullish(),
  bounced: z.boolean().nullish(),
  message_content: messageContent,
});

const outgoing = z.object({
  destination: rawAddress.nullish(),
  value: digits.nullish(),
  fwd_fee: digits.nullish(),
  bounce: z.boolean().nullish(),
  message_content: messageContent,
});

const transaction = z.object({
  hash: z.string().min(1),
  lt: digits,
  now: z.number().int().positive(),
  mc_block_seqno: z.number().int().nonnegative().nullish(),
  emulated: z.boolean().nullish(),
  total_fees: digits,
  description: z.object({ aborted: z.boolean() }),
  in_msg: incoming.nullish(),
  out_msgs: z.array(outgoing),
});

export type TransactionWire = z.output<typeof transaction>;

export const transactionsAnswer = z.object({ transactions: z.array(transaction) });
