import { createHash, timingSafeEqual } from 'node:crypto';
import type Router from '@koa/router';
import type { QuietState } from '../middleware/log-requests.js';
import { readRawBody } from '../middleware/raw-body.js';
import { HttpProblem } from '../problem.js';

export interface TelegramWebhook {
  readonly path: string;
  readonly secret: string;
  /** Resolves once the update's effects are committed; throws `SyntaxError` for what is no update. */
  handle(body: Uint8Array): Promise<void>;
}

const SECRET_HEADER = 'X-Telegram-Bot-Api-Secret-Token';

/** Answers 200 only after the update was handled, so that Telegram repeats what a crash interrupted. */
export function telegramWebhook(router: Router, webhook: TelegramWebhook): void {
  const expected = digest(webhook.secret);
  router.post(webhook.path, async (ctx) => {
    // Digests are compared, so that neither length nor content shows in the time it takes.
    if (!timingSafeEqual(digest(ctx.get(SECRET_HEADER)), expected)) {
      throw new HttpProblem({ status: 401, code: 'webhook.bad-secret', title: 'The secret header is missing or wrong' });
    }
    const body = await readRawBody(ctx);
    try {
      await webhook.handle(body);
    } catch (error) {
      if (error instanceof SyntaxError) throw new HttpProblem({ status: 400, code: 'webhook.malformed', title: 'This is no Telegram update' });
      throw error;
    }
    (ctx.state as QuietState).quiet = true;
    ctx.status = 200;
    ctx.body = { ok: true };
  });
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
