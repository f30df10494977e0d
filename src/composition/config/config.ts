import type { z } from 'zod';
import type { ConfigIssue, Environment } from '#adapters/outbound/kit/config-section.js';
import { type FragmentConfig, parseFragment, secretsOfFragment } from '#adapters/outbound/fragment/config.js';
import type { LogLevel } from '#adapters/outbound/system/pino-logger.js';
import { type ConfiguredGateway, GATEWAY_VARIABLES, readGateways } from '../registries.js';
import { type ConfiguredPanel, readPanels } from './panels.js';
import { needsMarket, type Role, ROLES } from './roles.js';
import { readShopDefaults } from './shop-defaults.js';
import type { ShopDefaults } from '#use-cases/catalog/shop-settings.js';
import type { LimitSettings } from '#use-cases/operations/limit-rules.js';
import { databaseVariables, sandboxVariables, serviceVariables } from './service-variables.js';

export interface Config {
  readonly production: boolean;
  /** What of the shop runs in this process. */
  readonly roles: readonly Role[];
  /** How long `/health` says that it stops before it takes no more requests. */
  readonly drainMs: number;
  readonly http: { readonly host: string; readonly port: number; readonly trustedProxies: readonly string[] };
  /** Where the outside reaches this service, without a slash at the end; undefined = nobody can call back. */
  readonly publicUrl: string | undefined;
  readonly telegram: {
    readonly token: string;
    readonly apiRoot: string;
    readonly updates: 'polling' | 'webhook';
    readonly webhookPath: string;
    readonly adminIds: readonly number[];
    readonly supportContact: string | undefined;
    /** The bot's own t.me link, where payers return to. */
    readonly shopUrl: string | undefined;
    /** The zone in which people read times. */
    readonly timeZone: string;
    readonly dialogueSeconds: number;
  };
  readonly database: { readonly url: string | undefined; readonly poolSize: number; readonly dataDir: string | undefined };
  readonly redis: RedisConfig | undefined;
  readonly cacheSeconds: { readonly user: number; readonly settings: number };
  readonly limits: { readonly enabled: boolean; readonly settings: LimitSettings };
  readonly gateways: readonly ConfiguredGateway[];
  /** One of each kind at most; more of them are added by command. */
  readonly panels: readonly ConfiguredPanel[];
  /** Under what the settings of added panels are sealed; undefined = none can be added. */
  readonly panelKey: string | undefined;
  /** Undefined where no role needs it, and then the wallet's words are not even read. */
  readonly fragment: FragmentConfig | undefined;
  readonly log: { readonly level: LogLevel; readonly pretty: boolean };
  readonly metricsEnabled: boolean;
  readonly breaker: { readonly failures: number; readonly openMs: number; readonly successes: number };
  readonly sweepEveryMs: number;
  readonly shop: ShopDefaults;
  /** Every value a log must never show. */
  readonly secrets: readonly string[];
}

/** One server, or the nodes through which a cluster is found. */
export type RedisConfig = { readonly password: string | undefined } & ({ readonly url: string } | { readonly nodes: readonly string[] });

/** Lists every mistake of the configuration at once, by the variable's name and never by its value. */
export class ConfigurationError extends Error {
  constructor(readonly issues: readonly ConfigIssue[]) {
    super(['The configuration has mistakes:', ...issues.map((issue) => `  ${issue.name} ${issue.message}`)].join('\n'));
    this.name = 'ConfigurationError';
  }
}

/** Reads and checks the whole configuration. Throws `ConfigurationError`. */
export function readConfig(environment: Environment): Config {
  const issues: ConfigIssue[] = [];
  const service = serviceVariables.safeParse(onlySet(environment));
  if (!service.success) issues.push(...service.error.issues.map(asIssue));
  if (service.data?.TELEGRAM_UPDATES === 'webhook' && service.data.WEBHOOK_HOST === undefined) {
    issues.push({ name: 'WEBHOOK_HOST', message: 'is missing: TELEGRAM_UPDATES=webhook needs an address to call' });
  }
  const gateways = gatewaysFrom(environment, issues);
  const panels = readPanels(environment, issues);
  if (service.data?.REDIS_CLUSTER_ENABLED && service.data.REDIS_NODES.length === 0) {
    issues.push({ name: 'REDIS_NODES', message: 'is missing: REDIS_CLUSTER_ENABLED=true needs nodes to find the cluster through' });
  }
  const roles = service.data?.POLARIS_ROLES ?? ROLES;
  if (roles.length < ROLES.length && service.data?.DATABASE_URL === undefined) {
    issues.push({ name: 'POLARIS_ROLES', message: 'divides the shop, but without DATABASE_URL its database runs inside one process: leave it out, or set DATABASE_URL' });
  }
  const fragment = needsMarket(roles) ? fragmentFrom(environment, issues) : undefined;
  if (!service.success || issues.length > 0) throw new ConfigurationError(issues);
  return Object.freeze(assemble(service.data, { gateways, panels, fragment }));
}

/** The database's part alone, for commands that need nothing else. Throws `ConfigurationError`. */
export function readDatabaseConfig(environment: Environment): Config['database'] {
  const parsed = databaseVariables.safeParse(onlySet(environment));
  if (!parsed.success) throw new ConfigurationError(parsed.error.issues.map(asIssue));
  return { url: parsed.data.DATABASE_URL, poolSize: parsed.data.DATABASE_POOL_SIZE, dataDir: parsed.data.DATA_DIR };
}

/** Where a sandbox listens and keeps its data. Throws `ConfigurationError`. */
export function readSandboxConfig(environment: Environment): { readonly host: string; readonly port: number; readonly dataDir: string } {
  const parsed = sandboxVariables.safeParse(onlySet(environment));
  if (!parsed.success) throw new ConfigurationError(parsed.error.issues.map(asIssue));
  return { host: parsed.data.HOST, port: parsed.data.PORT, dataDir: parsed.data.DATA_DIR };
}

/** The mode before anything else is read: without a token, and outside production, everything outside is a stand-in. */
export function isSandbox(environment: Environment): boolean {
  const { TELEGRAM_TOKEN, BOT_TOKEN, NODE_ENV } = onlySet(environment);
  return TELEGRAM_TOKEN === undefined && BOT_TOKEN === undefined && NODE_ENV?.toLowerCase() !== 'production';
}

type ServiceVariables = z.output<typeof serviceVariables>;

function assemble(service: ServiceVariables, { gateways, panels, fragment }: Pick<Config, 'gateways' | 'panels' | 'fragment'>): Config {
  const publicUrl = service.WEBHOOK_HOST;
  const token = service.TELEGRAM_TOKEN;
  return {
    production: isProduction(service),
    roles: service.POLARIS_ROLES,
    drainMs: service.SHUTDOWN_DRAIN_SECONDS * 1000,
    http: { host: service.HOST, port: service.PORT, trustedProxies: service.TRUSTED_PROXIES },
    publicUrl,
    telegram: {
      token,
      apiRoot: service.TELEGRAM_API_ROOT,
      updates: service.TELEGRAM_UPDATES ?? (publicUrl === undefined ? 'polling' : 'webhook'),
      webhookPath: service.WEBHOOK_PATH,
      adminIds: service.ADMIN_IDS,
      supportContact: service.SUPPORT_CONTACT,
      shopUrl: service.SHOP_URL,
      timeZone: service.TIME_ZONE,
      dialogueSeconds: service.CACHE_TTL_SESSION,
    },
    database: { url: service.DATABASE_URL, poolSize: service.DATABASE_POOL_SIZE, dataDir: service.DATA_DIR },
    redis: redisOf(service),
    cacheSeconds: { user: service.CACHE_TTL_USER, settings: service.CACHE_TTL_SETTINGS },
    limits: { enabled: service.RATE_LIMIT_ENABLED, settings: limitsOf(service) },
    gateways,
    panels,
    panelKey: service.PANEL_KEY,
    fragment,
    log: { level: service.LOG_LEVEL, pretty: !isProduction(service) },
    metricsEnabled: service.METRICS_ENABLED,
    breaker: {
      failures: service.CIRCUIT_BREAKER_FAILURES,
      openMs: service.CIRCUIT_BREAKER_OPEN_SECONDS * 1000,
      successes: service.CIRCUIT_BREAKER_SUCCESSES,
    },
    sweepEveryMs: service.SWEEP_INTERVAL_MS,
    shop: readShopDefaults(),
    secrets: [
      token,
      service.REDIS_PASSWORD,
      service.PANEL_KEY,
      ...[service.DATABASE_URL, service.REDIS_URL].map(passwordIn),
      ...gateways.flatMap((gateway) => gateway.secrets),
      ...panels.flatMap((panel) => panel.secrets),
      ...(fragment ? secretsOfFragment(fragment) : []),
    ].filter((secret): secret is string => secret !== undefined && secret !== ''),
  };
}

function redisOf(service: ServiceVariables): RedisConfig | undefined {
  const password = service.REDIS_PASSWORD;
  if (service.REDIS_CLUSTER_ENABLED) return { nodes: service.REDIS_NODES, password };
  return service.REDIS_URL === undefined ? undefined : { url: service.REDIS_URL, password };
}

function limitsOf(service: ServiceVariables): LimitSettings {
  return {
    messagesPerMinute: service.RATE_LIMIT_MESSAGES_PER_MINUTE,
    operationsPerMinute: service.RATE_LIMIT_OPERATIONS_PER_MINUTE,
    paymentsPerHour: service.RATE_LIMIT_PAYMENTS_PER_HOUR,
    apiPerMinute: service.RATE_LIMIT_API_PER_MINUTE,
    globalPerSecond: service.RATE_LIMIT_GLOBAL_PER_SECOND,
    burst: service.RATE_LIMIT_BURST,
  };
}

function isProduction(service: ServiceVariables): boolean {
  return service.NODE_ENV.toLowerCase() === 'production';
}

function passwordIn(url: string | undefined): string | undefined {
  return url !== undefined && URL.canParse(url) ? decodeURIComponent(new URL(url).password) : undefined;
}

function gatewaysFrom(environment: Environment, issues: ConfigIssue[]): readonly ConfiguredGateway[] {
  const found: ConfigIssue[] = [];
  const gateways = readGateways(environment, found);
  // Stars alone would pay for nothing: what the shop sells from its first day is priced in TON.
  if (gateways.every(({ comesWithTheBot }) => comesWithTheBot) && found.length === 0) {
    found.push({ name: GATEWAY_VARIABLES.join(' or '), message: 'are missing: without a payment gateway nobody can pay' });
  }
  issues.push(...found);
  return gateways;
}

function fragmentFrom(environment: Environment, issues: ConfigIssue[]): FragmentConfig | undefined {
  const section = parseFragment(environment);
  if ('config' in section) return section.config;
  if ('issues' in section) issues.push(...section.issues);
  else issues.push({ name: 'FRAGMENT_SEED_PHRASE, FRAGMENT_WALLET_ADDRESS, FRAGMENT_COOKIES', message: 'are missing: without them no star can be bought' });
  return undefined;
}

function onlySet(environment: Environment): Record<string, string> {
  const set = Object.entries(environment).flatMap(([name, value]) => (value?.trim() ? [[name, value.trim()] as const] : []));
  return Object.fromEntries(set);
}

function asIssue(issue: z.core.$ZodIssue): ConfigIssue {
  return { name: String(issue.path[0] ?? 'configuration'), message: issue.code === 'invalid_type' ? 'is missing' : issue.message };
}
