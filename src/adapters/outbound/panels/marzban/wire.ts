import { z } from 'zod';

/** Numbers reach these schemas as their own text (see the JSON reader), so no count of bytes is ever rounded. */
const text = z.string().max(2_000);
const bytes = z.string().regex(/^\d{1,19}$/).transform(BigInt);
const seconds = z.string().regex(/^-?\d{1,12}$/).transform(Number);

/** Nought and null both say "none". */
const unlessNone = <Value>(value: Value): Value | undefined => value || undefined;

/** A user as every call on it answers; `expire` in Unix seconds. */
export const userSchema = z
  .object({
    username: text,
    status: z.enum(['active', 'disabled', 'limited', 'expired', 'on_hold']),
    expire: seconds.nullish(),
    data_limit: bytes.nullish(),
    data_limit_reset_strategy: text.nullish(),
    used_traffic: bytes,
    lifetime_used_traffic: bytes.nullish(),
    proxies: z.object({ vless: z.object({ id: text }).nullish() }),
    inbounds: z.object({ vless: z.array(text).nullish() }),
    note: text.nullish(),
    online_at: text.nullish(),
    subscription_url: text.regex(/^(?:\/|https?:\/\/)/),
  })
  .transform((user) => ({
    username: user.username,
    status: user.status,
    expire: unlessNone(user.expire) ?? undefined,
    dataLimit: unlessNone(user.data_limit) ?? undefined,
    resetStrategy: user.data_limit_reset_strategy ?? 'no_reset',
    used: user.used_traffic,
    lifetime: user.lifetime_used_traffic ?? user.used_traffic,
    vlessId: user.proxies.vless?.id.toLowerCase(),
    tags: user.inbounds.vless ?? [],
    note: unlessNone(user.note) ?? undefined,
    onlineAt: user.online_at ?? undefined,
    subscriptionUrl: user.subscription_url,
  }));

export type WireUser = z.output<typeof userSchema>;

export const pageSchema = z.object({ users: z.array(userSchema), total: seconds });

export const tokenSchema = z.object({ access_token: z.string().min(1).max(4_000) });

export const systemSchema = z.object({ version: z.string().max(40) });

export const coreSchema = z.object({ started: z.boolean() });

export const inboundsSchema = z.object({ vless: z.array(z.object({ tag: text })).nullish() }).transform(({ vless }) => (vless ?? []).map(({ tag }) => tag));

/** What a write answers is not used: the account is read again. */
export const anythingSchema = z.unknown();

/** Words for a refusal, or for a refused body one sentence a field. */
export const refusalSchema = z.object({ detail: z.union([z.string(), z.record(z.string(), z.unknown())]) });

/** A webhook is a batch of notices; only whom they are about is taken from them. */
export const noticesSchema = z.array(z.object({ username: text.nullish() }));
