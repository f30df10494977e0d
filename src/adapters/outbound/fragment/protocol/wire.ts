import { z } from 'zod';

export const searchAnswer = z.object({
  // `myself` stands beside it and is a flag, not an identity.
  found: z.object({ recipient: z.string().min(1).max(512), name: z.string().max(512).default('') }),
});

export const stateAnswer = z.object({
  mode: z.string().max(32).optional(),
  need_update: z.union([z.boolean(), z.number(), z.string()]).optional(),
});

export const priceAnswer = z.object({ cur_price: z.string().max(4096) });

export const initAnswer = z.object({
  req_id: z.union([z.string().min(1).max(256), z.number().int().transform(String)]),
  /** Decimal TON as text: a JSON number would be a float. */
  amount: z.string().max(40),
});

const nano = z.union([z.string().regex(/^\d{1,20}$/), z.number().int().positive().transform(String)]);

const message = z.object({
  address: z.string().max(128),
  amount: nano,
  payload: z.string().max(8192).optional(),
  stateInit: z.unknown().optional(),
  extra_currency: z.unknown().optional(),
});

export const linkAnswer = z.object({
  transaction: z.object({
    validUntil: z.number().int().positive(),
    from: z.string().max(128).nullish(),
    network: z.string().nullish(),
    messages: z.array(message).max(255),
  }),
  confirm_method: z.string().max(64).nullish(),
  confirm_params: z.record(z.string().max(64), z.union([z.string().max(512), z.number().transform(String)])).nullish(),
});

export type StarsLink = z.output<typeof linkAnswer>;
