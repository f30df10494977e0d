import { BotApiError, badRequest } from '../bot-api-error.js';
import type { MethodCall } from '../reading/method-call.js';
import { readWebhookUrl } from '../reading/webhook-url.js';
import { BOT_ACCOUNT } from '../state/bot-account.js';
import type { TelegramWorld } from '../state/telegram-world.js';
import type { MethodTable } from './method.js';

const LONGEST_POLL_SECONDS = 50;
const SECRET = /^[A-Za-z0-9_-]{1,256}$/;

/** How the bot meets its updates. */
export const CONNECTION_METHODS: MethodTable = {
  getMe: () => ({
    ...BOT_ACCOUNT,
    can_join_groups: false,
    can_read_all_group_messages: false,
    supports_inline_queries: false,
  }),

  getUpdates: (call, world) => {
    if (world.webhook.target) throw webhookActive();
    allowTypes(call, world);
    const limit = call.integer('limit') ?? 100;
    const timeoutSeconds = Math.min(LONGEST_POLL_SECONDS, Math.max(0, call.integer('timeout') ?? 0));
    const poll = { offset: call.integer('offset') ?? 0, limit: limit >= 1 && limit <= 100 ? limit : 100 };
    return world.poller.poll({ ...poll, timeoutSeconds, closed: call.closed });
  },

  setWebhook: (call, world) => {
    const url = call.text('url') ?? '';
    if (url === '') return removeWebhook(call, world);
    const secret = call.text('secret_token') ?? '';
    if (secret !== '' && !SECRET.test(secret)) throw badRequest('secret token contains unallowed characters');
    const checked = readWebhookUrl(url);
    allowTypes(call, world);
    if (call.flag('drop_pending_updates')) world.feed.drop();
    const maxConnections = Math.min(100, Math.max(1, call.integer('max_connections') ?? 40));
    world.webhook.pointTo({ url: checked, maxConnections, ...(secret === '' ? {} : { secret }) });
    world.poller.release();
    world.changed();
    return true;
  },

  deleteWebhook: (call, world) => removeWebhook(call, world),

  getWebhookInfo: (_call, world) => {
    const { target, lastFailure } = world.webhook;
    const failed = lastFailure && {
      last_error_date: Math.floor(Date.parse(lastFailure.at) / 1000),
      last_error_message: lastFailure.reason,
    };
    return {
      url: target?.url ?? '',
      has_custom_certificate: false,
      pending_update_count: world.feed.list().length,
      ...(target && { max_connections: target.maxConnections }),
      ...(world.feed.allowedTypes.length > 0 && { allowed_updates: world.feed.allowedTypes }),
      ...failed,
    };
  },
};

function removeWebhook(call: MethodCall, world: TelegramWorld): true {
  if (call.flag('drop_pending_updates')) world.feed.drop();
  world.webhook.pointTo(undefined);
  world.changed();
  return true;
}

/** Absent keeps the list of before. */
function allowTypes(call: MethodCall, world: TelegramWorld): void {
  const types = call.structure('allowed_updates', 'allowed updates');
  if (Array.isArray(types)) world.feed.allow(types.map(String));
}

function webhookActive(): BotApiError {
  const way = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";
  return new BotApiError(409, `Conflict: ${way}`);
}
