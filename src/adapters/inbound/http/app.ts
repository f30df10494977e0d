import Router from '@koa/router';
import Koa from 'koa';
import type { Logger } from '#use-cases/ports/runtime/logger.js';
import type { ReceiveWebhook } from '#use-cases/payments/receive-webhook.js';
import type { AdmitRequest } from '#use-cases/operations/admit-request.js';
import type { ReceivePanelWebhook } from '#use-cases/vpn/panels/receive-panel-webhook.js';
import { type HealthSources, healthRoutes } from './health/health-routes.js';
import { answerErrors } from './middleware/answer-errors.js';
import type { ClientAddress } from './middleware/client-address.js';
import { limitRequests } from './middleware/limit-requests.js';
import { logRequests } from './middleware/log-requests.js';
import { metricsRoute, type MetricsSources } from './metrics/metrics-route.js';
import { gatewayWebhook } from './webhooks/gateway-webhook.js';
import { panelWebhook } from './webhooks/panel-webhook.js';
import { type TelegramWebhook, telegramWebhook } from './webhooks/telegram-webhook.js';

export interface HttpAppDependencies {
  readonly logger: Logger;
  /** Undefined hides `/metrics`. */
  readonly metrics: Omit<MetricsSources, 'logger'> | undefined;
  /** Undefined where gateways are not to call. */
  readonly receiveWebhook: ReceiveWebhook | undefined;
  /** Undefined where panels are not to call. */
  readonly receivePanelWebhook: ReceivePanelWebhook | undefined;
  readonly clientAddress: ClientAddress;
  /** Undefined lets everything pass. */
  readonly admitRequest?: AdmitRequest | undefined;
  /** Undefined where Telegram is not to call. */
  readonly telegram: TelegramWebhook | undefined;
  readonly health: HealthSources;
}

/** The shop's whole web side. Holds no state; listening is the caller's affair. */
export function createHttpApp(dependencies: HttpAppDependencies): Koa {
  const app = new Koa();
  const webhooks = new Router();
  if (dependencies.telegram) telegramWebhook(webhooks, dependencies.telegram);
  if (dependencies.receiveWebhook) gatewayWebhook(webhooks, dependencies.receiveWebhook, dependencies.clientAddress);
  if (dependencies.receivePanelWebhook) panelWebhook(webhooks, dependencies.receivePanelWebhook);
  const router = new Router();
  healthRoutes(router, dependencies.health);
  if (dependencies.metrics) metricsRoute(router, { ...dependencies.metrics, logger: dependencies.logger });
  // A peer that goes away mid-answer is not an error of ours.
  app.silent = true;
  app.use(logRequests(dependencies.logger));
  app.use(answerErrors(dependencies.logger));
  // In front of the limits: a gateway has few addresses and sends as much as there is to tell.
  app.use(webhooks.routes());
  if (dependencies.admitRequest) app.use(limitRequests(dependencies.admitRequest, dependencies.clientAddress));
  app.use(router.routes());
  app.use(router.allowedMethods());
  app.use(webhooks.allowedMethods());
  return app;
}
