import { z } from 'zod';

/** Numbers reach these schemas as their own text (see the JSON reader), so that no count of bytes is ever rounded. */
const digits = z.string().regex(/^\d{1,19}$/);
/** The panel counts traffic in whole bytes, but its schema allows a fraction. */
const bytes = z
  .string()
  .regex(/^\d{1,19}(?:\.\d+)?$/)
  .transform((text) => BigInt(text.replace(/\..*$/, '')));
const instant = z
  .string()
  .transform((text) => new Date(text))
  .refine((date) => !Number.isNaN(date.getTime()));

/** A user as both majors show it, usage nested since 2.3; 2.x names it by uuid, 3.x by a number. */
export const userSchema = z
  .object({
    uuid: z.guid().nullish(),
    id: digits.nullish(),
    username: z.string(),
    shortUuid: z.string(),
    status: z.enum(['ACTIVE', 'DISABLED', 'LIMITED', 'EXPIRED']),
    expireAt: instant,
    trafficLimitBytes: bytes,
    trafficLimitStrategy: z.string(),
    hwidDeviceLimit: digits.nullish(),
    telegramId: z.string().nullish(),
    description: z.string().nullish(),
    activeInternalSquads: z.array(z.object({ uuid: z.string() })),
    lastTrafficResetAt: z.string().nullish(),
    subscriptionUrl: z.url({ protocol: /^https?$/ }),
    userTraffic: z.object({ usedTrafficBytes: bytes, lifetimeUsedTrafficBytes: bytes, onlineAt: instant.nullish() }),
  })
  .transform((user, context) => {
    const { uuid, id, activeInternalSquads, ...facts } = user;
    const address = uuid ?? id;
    if (address == null) {
      context.addIssue('neither uuid nor id');
      return z.NEVER;
    }
    return { ...facts, address, squads: activeInternalSquads.map((squad) => squad.uuid.toLowerCase()) };
  });

/** `address` is what stands for the user in the paths of its major. */
export type WireUser = z.output<typeof userSchema>;

export const pageSchema = z.object({ users: z.array(userSchema), total: digits.transform(Number) });

export const squadsSchema = z.object({
  internalSquads: z.array(
    z.object({
      uuid: z.string().transform((uuid) => uuid.toLowerCase()),
      name: z.string(),
      info: z.object({ inboundsCount: digits.transform(Number) }).nullish(),
    }),
  ),
});

export const metadataSchema = z.object({ version: z.string().regex(/^v?\d{1,4}\.\d{1,4}[\w.+-]{0,40}$/) });

/** Every success is wrapped. */
export const envelopeSchema = z.object({ response: z.unknown() });

/** Business errors have a code, validation names fields, the framework's own errors have neither. */
export const refusalSchema = z.object({
  errorCode: z.string().regex(/^[A-Z]\d{3}$/).nullish().catch(undefined),
  message: z.string().nullish().catch(undefined),
  errors: z.array(z.object({ path: z.array(z.string()).catch([]) })).nullish().catch(undefined),
});

/** A webhook is a hint that leads to a read-back, so nothing is taken from it but whose it is. */
export const webhookSchema = z.object({
  event: z.string(),
  data: z.object({ username: z.string().optional().catch(undefined) }).optional().catch(undefined),
});
