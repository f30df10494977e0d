import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { ROLES } from './roles.js';

const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= least && value <= most, `must lie between ${least} and ${most}`);

const flag = z.enum(['true', 'false'], 'must be true or false').transform((value) => value === 'true');

const commaList = z.string().transform((text) => text.split(',').map((item) => item.trim()).filter(Boolean));

const roles = commaList
  .refine((names) => names.length > 0 && names.every((name) => (ROLES as readonly string[]).includes(name)), `must name some of ${ROLES.join(', ')}, with commas between`)
  .transform((names) => ROLES.filter((role) => names.includes(role)));

const numericIds = commaList
  .refine((ids) => ids.every((id) => /^[1-9]\d{0,15}$/.test(id)), 'must be Telegram user ids with commas between')
  .transform((ids) => ids.map(Number));

const networks = commaList.refine((ranges) => ranges.every((range) => ipaddr.isValid(range) || ipaddr.isValidCIDR(range)), 'must be addresses or CIDR ranges with commas between');

/** A host name or an https URL; http is for stand-ins on this machine. */
const publicHost = z
  .string()
  .transform((text) => (text.includes('://') ? text : `https://${text}`).replace(/\/+$/, ''))
  .refine((url) => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol) && new URL(url).pathname === '/', 'must be a host name or a URL without a path');

/** `host:port`, or a redis URL, with commas between; a cluster is found through any of its nodes. */
const redisNodes = commaList
  .refine((nodes) => nodes.every((node) => /^(rediss?:\/\/)?[^\s:/@]+:\d{1,5}$/.test(node)), 'must be host:port pairs with commas between')
  .transform((nodes) => nodes.map((node) => (node.includes('://') ? node : `redis://${node}`)));

/** As Intl knows them: Europe/Moscow, UTC. */
const timeZone = z.string().refine(isTimeZone, 'must be a time zone such as Europe/Moscow');

const A_DAY_IN_SECONDS = 86_400;
/** The limiter remembers a moment for each admission of its widest window. */
const MOST_COUNTED = 10_000;

const url = z.url({ protocol: /^https?$/, error: 'must be an http(s) URL' }).transform((text) => text.replace(/\/+$/, ''));

/** Where it listens. */
export const listenVariables = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: wholeNumber(0, 65_535).default(8080),
});

/** Where the data is. */
export const databaseVariables = z.object({
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'must begin with postgres://').optional(),
  DATABASE_POOL_SIZE: wholeNumber(1, 200).default(10),
  DATA_DIR: z.string().default('.data'),
});

/** The variables of the service itself; gateways and Fragment describe their own. BOT_TOKEN and WEBHOOK_PORT are older names. */
export const serviceVariables = z.preprocess(
  withOlderNames,
  z.object({
    NODE_ENV: z.string().default('development'),
    ...listenVariables.shape,
    POLARIS_ROLES: roles.default([...ROLES]),
    SHUTDOWN_DRAIN_SECONDS: wholeNumber(0, 20).default(5),
    TRUSTED_PROXIES: networks.default([]),
    TELEGRAM_TOKEN: z.string().regex(/^\d{1,20}:[A-Za-z0-9_-]{20,}$/, 'is not shaped like a bot token'),
    TELEGRAM_API_ROOT: url.default('https://api.telegram.org'),
    TELEGRAM_UPDATES: z.enum(['polling', 'webhook'], 'must be polling or webhook').optional(),
    WEBHOOK_HOST: publicHost.optional(),
    WEBHOOK_PATH: z.string().regex(/^\/[A-Za-z0-9/_-]+$/, 'must be a path').default('/webhook/telegram'),
    ADMIN_IDS: numericIds.default([]),
    SUPPORT_CONTACT: z.string().regex(/^@[A-Za-z0-9_]{4,32}$/, 'must be a @username').optional(),
    SHOP_URL: url.optional(),
    TIME_ZONE: timeZone.default('UTC'),
    ...databaseVariables.shape,
    REDIS_URL: z.string().regex(/^rediss?:\/\//, 'must begin with redis://').optional(),
    REDIS_PASSWORD: z.string().optional(),
    REDIS_CLUSTER_ENABLED: flag.default(false),
    REDIS_NODES: redisNodes.default([]),
    CACHE_TTL_USER: wholeNumber(1, A_DAY_IN_SECONDS).default(1800),
    CACHE_TTL_SESSION: wholeNumber(60, A_DAY_IN_SECONDS).default(1800),
    CACHE_TTL_SETTINGS: wholeNumber(1, A_DAY_IN_SECONDS).default(3600),
    RATE_LIMIT_ENABLED: flag.default(true),
    RATE_LIMIT_MESSAGES_PER_MINUTE: wholeNumber(1, MOST_COUNTED).default(60),
    RATE_LIMIT_OPERATIONS_PER_MINUTE: wholeNumber(1, MOST_COUNTED).default(240),
    RATE_LIMIT_PAYMENTS_PER_HOUR: wholeNumber(1, MOST_COUNTED).default(60),
    RATE_LIMIT_API_PER_MINUTE: wholeNumber(1, MOST_COUNTED).default(120),
    RATE_LIMIT_GLOBAL_PER_SECOND: wholeNumber(1, MOST_COUNTED).default(200),
    RATE_LIMIT_BURST: wholeNumber(1, MOST_COUNTED).default(30),
    PANEL_KEY: z.string().min(32, 'must have 32 characters at least').optional(),
    LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent'], 'must be debug, info, warn, error or silent').default('info'),
    METRICS_ENABLED: flag.default(true),
    CIRCUIT_BREAKER_FAILURES: wholeNumber(1, 1000).default(5),
    CIRCUIT_BREAKER_OPEN_SECONDS: wholeNumber(1, 3600).default(60),
    CIRCUIT_BREAKER_SUCCESSES: wholeNumber(1, 100).default(3),
    SWEEP_INTERVAL_MS: wholeNumber(100, 60_000).default(2000),
  }),
);

/** What the sandbox needs to know before its stand-ins exist, which bring the rest. */
export const sandboxVariables = z.preprocess(withOlderNames, z.object({ ...listenVariables.shape, DATA_DIR: databaseVariables.shape.DATA_DIR }));

function withOlderNames(given: unknown): Record<string, string> {
  const environment = given as Record<string, string>;
  return {
    ...environment,
    ...(environment['TELEGRAM_TOKEN'] || !environment['BOT_TOKEN'] ? {} : { TELEGRAM_TOKEN: environment['BOT_TOKEN'] }),
    ...(environment['PORT'] || !environment['WEBHOOK_PORT'] ? {} : { PORT: environment['WEBHOOK_PORT'] }),
  };
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
