import type { Container } from 'inversify';
import { createHttpApp } from '#adapters/inbound/http/app.js';
import type { Stage } from '#adapters/inbound/http/health/health-routes.js';
import { ClientAddress } from '#adapters/inbound/http/middleware/client-address.js';
import type { Bot } from '#adapters/inbound/telegram/bot.js';
import { TOKENS as T } from '../tokens.js';
import { outsideSystems } from './outside-systems.js';
import { telegramSecret } from './telegram-secret.js';

/** The routes of this process's roles. */
export function createWebSide(container: Container, bot: Bot | undefined, stage: () => Stage): ReturnType<typeof createHttpApp> {
  const config = container.get(T.config);
  const http = container.get(T.http);
  const { token, webhookPath } = config.telegram;
  const circuits = async () => http.circuits(await outsideSystems(config, container.get(T.unitOfWork)));
  return createHttpApp({
    logger: container.get(T.logger),
    metrics: config.metricsEnabled
      ? { metrics: container.get(T.metrics), audience: container.get(T.audience), clock: container.get(T.clock), refresh: circuits }
      : undefined,
    receiveWebhook: config.roles.includes('webhook') ? container.get(T.receiveWebhook) : undefined,
    receivePanelWebhook: config.roles.includes('webhook') ? container.get(T.receivePanelWebhook) : undefined,
    clientAddress: new ClientAddress(config.http.trustedProxies),
    admitRequest: config.limits.enabled ? container.get(T.admitRequest) : undefined,
    telegram: bot && { path: webhookPath, secret: telegramSecret(token), handle: (body) => bot.handleUpdate(body) },
    health: {
      stage,
      stores: container.get(T.storeHealth),
      details: config.roles.includes('api') ? { connections: container.get(T.checkConnections), circuits } : undefined,
    },
  });
}
