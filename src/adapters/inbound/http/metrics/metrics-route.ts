import { setTimeout as pause } from 'node:timers/promises';
import type Router from '@koa/router';
import type { Clock } from '#use-cases/ports/runtime/clock.js';
import type { Logger } from '#use-cases/ports/runtime/logger.js';
import type { Metrics } from '#use-cases/ports/runtime/metrics.js';
import type { AudienceQueries } from '#use-cases/queries/audience-queries.js';

export interface MetricsSources {
  readonly metrics: Metrics;
  readonly audience: AudienceQueries;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Brings figures up to date that this process does not see change. */
  readonly refresh?: () => Promise<unknown>;
}

const ACTIVE_MS = 24 * 60 * 60_000;
const PATIENCE_MS = 2_000;

/** `/metrics` for Prometheus. It answers while the store does not: a figure that cannot be read stays as it was. */
export function metricsRoute(router: Router, sources: MetricsSources): void {
  router.get('/metrics', async (ctx) => {
    await Promise.all([measureAudience(sources), sources.refresh?.()]);
    const { contentType, text } = await sources.metrics.expose();
    ctx.set('Content-Type', contentType);
    ctx.body = text;
  });
}

async function measureAudience({ metrics, audience, clock, logger }: MetricsSources): Promise<void> {
  try {
    const counted = audience.activeSince(new Date(clock.now().getTime() - ACTIVE_MS));
    const active = await Promise.race([counted, pause(PATIENCE_MS, undefined, { ref: false })]);
    if (active !== undefined) metrics.gauge('telegram_bot_active_users', active);
  } catch (error) {
    logger.warn({ err: error }, 'the active users could not be counted');
  }
}
