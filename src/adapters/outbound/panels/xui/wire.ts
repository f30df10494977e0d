import { z } from 'zod';

// The sheet names fields and units but shows no answer: the shapes of `get`, `list/paged`, `inbounds/options` and `server/status`
// are uncertain in that they were read in the panel's source and never seen on a wire. So are the fields that only late 3.x has
// (`trafficReset`, `resetDay`) and `allTime`, which some versions leave out.

const text = z.string().default('');
const count = z.number().default(0);
/** Whole bytes; a number beyond 2^53 is nobody's of ours and may be rounded. */
const bytes = count.transform((amount) => BigInt(Math.trunc(amount)));

/** A client's row: loose, for whatever it holds is sent back with an update, which replaces all of it. */
export const clientSchema = z.looseObject({
  email: z.string(),
  subId: text,
  uuid: text,
  enable: z.boolean(),
  /** Bytes in spite of its name; 0 = without a limit. */
  totalGB: count,
  /** Milliseconds; 0 = never, below 0 = so long after the first use. */
  expiryTime: count,
  limitIp: count,
  tgId: count,
  comment: text,
  reset: count,
  resetDay: count,
  trafficReset: z.string().optional(),
});

export type WireClient = z.output<typeof clientSchema>;

export const trafficSchema = z
  .object({ up: bytes, down: bytes, allTime: bytes.optional(), lastOnline: count })
  .nullish()
  .transform((row) => {
    const used = row ? row.up + row.down : 0n;
    return { used, allTime: row?.allTime, lastOnline: row?.lastOnline ?? 0 };
  });

export type WireTraffic = z.output<typeof trafficSchema>;

const inboundIds = z
  .array(z.number())
  .nullish()
  .transform((ids) => (ids ?? []).map(String));

export const accountSchema = z.object({ client: clientSchema, inboundIds });

export const pageSchema = z.object({
  items: z.array(clientSchema.extend({ inboundIds, traffic: trafficSchema })),
  filtered: z.number(),
  page: z.number(),
  pageSize: z.number(),
});

/** Of all inbounds the few words that a picker needs; their full list holds every client and outgrows an answer. */
export const optionsSchema = z
  .array(z.object({ id: z.number() }))
  .nullish()
  .transform((options) => (options ?? []).map(({ id }) => String(id)));

/** Empty for a moment after the panel has started. */
export const statusSchema = z
  .object({ panelVersion: z.string().max(40).optional(), xray: z.object({ state: z.string().max(40) }).optional() })
  .nullish()
  .transform((status) => ({ version: status?.panelVersion, core: status?.xray?.state }));

/** Saved, but a server of its own that serves an inbound is offline and learns of it later. */
export const writtenSchema = z
  .object({ nodePending: z.boolean().optional() })
  .nullish()
  .catch(undefined)
  .transform((written) => ({ nodePending: written?.nodePending === true }));

/** Every answer of the API, failures included, with status 200. */
export const envelopeSchema = z.object({ success: z.boolean(), msg: text, obj: z.unknown().optional() });
