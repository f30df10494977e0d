import type Router from '@koa/router';
import type { Context } from 'koa';
import type { CheckConnections, ConnectionReport } from '#use-cases/operations/check-connections.js';
import type { StoreHealth, StoreHealthQueries } from '#use-cases/queries/health-queries.js';

/** Traffic is welcome while it is `ready`. */
export type Stage = 'starting' | 'ready' | 'stopping';

export interface HealthSources {
  readonly stage: () => Stage;
  readonly stores: StoreHealthQueries;
  /** Looking at them calls every outside system; undefined hides them. */
  readonly details: HealthDetails | undefined;
}

interface HealthDetails {
  readonly connections: CheckConnections;
  /** Which outside systems are called, on trial, or left alone. */
  readonly circuits: () => Promise<Readonly<Record<string, 'closed' | 'half-open' | 'open'>>>;
}

/** `/health` says whether to send traffic here; the others say what is wrong, for people and alerts. */
export function healthRoutes(router: Router, sources: HealthSources): void {
  const startedAt = Date.now();
  const uptimeSeconds = (): number => Math.round((Date.now() - startedAt) / 1000);

  router.get('/health', async (ctx) => {
    const database = await sources.stores.database();
    const stage = sources.stage();
    const ok = stage === 'ready' && database.ok;
    answer(ctx, ok, { status: ok ? 'ok' : stage === 'ready' ? 'down' : stage, uptimeSeconds: uptimeSeconds() });
  });

  router.get('/health/db', async (ctx) => answerStore(ctx, await sources.stores.database()));
  router.get('/health/redis', async (ctx) => answerStore(ctx, await sources.stores.cache()));

  const { details } = sources;
  if (!details) return;

  router.get('/health/payment', async (ctx) => {
    const reports = await details.connections.checkGateways();
    answer(ctx, reports.every(isOk), { status: reports.every(isOk) ? 'ok' : 'degraded', gateways: reports });
  });

  router.get('/health/detailed', async (ctx) => {
    const reports = await details.connections.execute();
    const databaseOk = reports.find((report) => report.name === 'database')?.ok ?? false;
    answer(ctx, sources.stage() === 'ready' && databaseOk, {
      status: reports.every(isOk) ? 'ok' : 'degraded',
      checks: reports,
      circuits: await details.circuits(),
      memoryMb: Math.round(process.memoryUsage.rss() / 1024 / 1024),
      uptimeSeconds: uptimeSeconds(),
    });
  });
}

function answerStore(ctx: Context, store: StoreHealth): void {
  answer(ctx, store.ok, { status: store.ok ? 'ok' : 'down', detail: store.detail, latencyMs: store.latencyMs });
}

function answer(ctx: Context, ok: boolean, body: object): void {
  ctx.status = ok ? 200 : 503;
  ctx.set('Cache-Control', 'no-store');
  ctx.body = body;
}

const isOk = (report: ConnectionReport): boolean => report.ok;
