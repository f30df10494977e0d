import { timingSafeEqual } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type Router from '@koa/router';
import type { Context } from 'koa';
import type { FaultBoard } from '#sandbox/kit/fault-board.js';
import { BotApiError, tooManyRequests } from '../bot-api-error.js';
import { methodNamed } from '../methods/method-table.js';
import { MethodCall } from '../reading/method-call.js';
import { readRequestFields } from '../reading/request-fields.js';
import { BOT_TOKEN } from '../state/bot-account.js';
import type { TelegramWorld } from '../state/telegram-world.js';
import { LYING_RETRY_SECONDS, SLOW_MILLISECONDS, strike } from './api-faults.js';

/**
 * The Bot API itself, at `/sandbox/telegram/api/bot<token>/<method>`; without `api` too, since an API root that lost its last
 * slash resolves to that.
 */
export function addBotApiRoutes(router: Router, world: TelegramWorld, faults: FaultBoard, stopping: AbortSignal): void {
  router.all(/^\/sandbox\/telegram\/(?:api\/+)?bot([^/]+)\/([^/]+)$/, async (ctx) => {
    const [token = '', method = ''] = ctx.captures ?? [];
    const closed = closedSignal(ctx);
    const fault = strike(faults, method);
    try {
      assertToken(token);
      if (fault === 'failing') throw new BotApiError(502, 'Bad Gateway');
      if (fault === 'slow') await delay(SLOW_MILLISECONDS, undefined, { signal: stopping });
      const { fields, files } = await readRequestFields(ctx);
      if (fault === 'lying') throw tooManyRequests(LYING_RETRY_SECONDS);
      const result = await methodNamed(method)(new MethodCall(method, fields, files, closed), world);
      ctx.body = { ok: true, result };
    } catch (error) {
      refuse(ctx, error);
    }
    if (fault === 'silent') hangUp(ctx);
  });
}

function refuse(ctx: Context, error: unknown): void {
  const refusal = error instanceof BotApiError ? error : new BotApiError(500, 'Internal Server Error');
  if (!(error instanceof BotApiError)) ctx.app.emit('error', error, ctx);
  const { code, description, parameters } = refusal;
  ctx.status = code;
  ctx.body = { ok: false, error_code: code, description, ...(parameters && { parameters }) };
}

function assertToken(token: string): void {
  const [given, right] = [Buffer.from(token.replace(/%3a/i, ':')), Buffer.from(BOT_TOKEN)];
  if (given.length !== right.length || !timingSafeEqual(given, right)) throw new BotApiError(401, 'Unauthorized');
}

/** Drops the connection without an answer. */
function hangUp(ctx: Context): void {
  ctx.respond = false;
  ctx.req.socket.destroy();
}

function closedSignal(ctx: Context): AbortSignal {
  const controller = new AbortController();
  ctx.res.once('close', () => controller.abort());
  return controller.signal;
}
