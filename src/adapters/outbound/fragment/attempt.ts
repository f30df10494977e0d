import { z } from 'zod';
import { Money } from '#domain/shared/money.js';
import type { StarAttempt } from '#use-cases/ports/providers/star-provider.js';

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const raw = z.string().regex(/^-?\d+:[0-9a-f]{64}$/);
const seconds = z.number().int().positive();

const attemptData = z.object({
  v: z.literal(1),
  reqId: z.string(),
  username: z.string(),
  stars: z.number().int().positive(),
  wallet: raw,
  seqno: z.number().int().nonnegative(),
  /** Chain time of the block the seqno was read at: the transaction cannot be older. */
  signedAt: seconds,
  validUntil: seconds,
  destination: raw,
  nano: z.string().regex(/^\d+$/),
  bounce: z.boolean(),
  payloadHash: hash,
  bodyHash: hash,
  normalisedHash: hash,
  boc: z.string().min(1),
  confirm: z.object({ method: z.string(), params: z.record(z.string(), z.string()) }),
  account: z.string(),
  device: z.string(),
});

/** One signed payment: all that is needed to send the same bytes again and to recognise them on the chain. No secret in it. */
export type AttemptData = z.output<typeof attemptData>;

export function writeAttempt(id: string, lane: string, data: AttemptData): StarAttempt {
  return { id, lane, fingerprint: data.normalisedHash, cost: Money.of(BigInt(data.nano), 'TON'), data: { ...data } };
}

/** Undefined for an attempt this version cannot read. */
export function readAttempt(attempt: StarAttempt): AttemptData | undefined {
  const parsed = attemptData.safeParse(attempt.data);
  return parsed.success ? parsed.data : undefined;
}
