import Router from '@koa/router';
import type { Simulator, SimulatorContext } from '#sandbox/kit/simulator.js';
import { methodNamed } from './methods/method-table.js';
import { MethodCall } from './reading/method-call.js';
import { addBotApiRoutes } from './routes/bot-api-routes.js';
import { viewChat } from './routes/chat-view.js';
import { addFileRoutes } from './routes/file-routes.js';
import { addPaymentRoutes } from './routes/payment-routes.js';
import { People } from './routes/people.js';
import { addUserRoutes } from './routes/user-routes.js';
import { SendLimits } from './send-limits.js';
import { BOT_TOKEN } from './state/bot-account.js';
import type { StarTransaction } from './state/star-till.js';
import { TelegramWorld } from './state/telegram-world.js';

export interface TelegramOptions {
  /** Refuses a bot that writes faster than Telegram allows; off unless asked for. */
  readonly strictLimits?: boolean;
}

/** Telegram as one bot and its private chats: the Bot API on one side, people on the other. */
export class TelegramSimulator implements Simulator {
  readonly name = 'telegram';
  readonly router = new Router();
  readonly token = BOT_TOKEN;
  /** For Telegraf's `apiRoot`, which wants the slash at the end. */
  readonly apiRoot: string;
  private readonly world: TelegramWorld;
  private readonly stopping = new AbortController();

  constructor(context: SimulatorContext, options: TelegramOptions = {}) {
    this.apiRoot = `${context.origin}/sandbox/telegram/api/`;
    const limits = options.strictLimits ? new SendLimits(context.now) : undefined;
    const reply = async (method: string, fields: Readonly<Record<string, unknown>>): Promise<unknown> =>
      methodNamed(method)(new MethodCall(method, fields), this.world);
    this.world = new TelegramWorld(context, limits, reply);
    addBotApiRoutes(this.router, this.world, context.faults, this.stopping.signal);
    const people = new People(this.world);
    addUserRoutes(this.router, this.world, people);
    addPaymentRoutes(this.router, this.world, people);
    addFileRoutes(this.router, this.world);
  }

  /** Who writes to the bot; what they wrote is read chat by chat. */
  chats(): readonly unknown[] {
    return this.world.chats.list().map((chat) => viewChat(this.world, chat));
  }

  /** What the bot was paid in Telegram Stars and what went back, oldest first. */
  stars(): readonly StarTransaction[] {
    return this.world.stars.list();
  }

  snapshot(): unknown {
    return this.world.snapshot();
  }

  restore(state: unknown): void {
    this.world.restore(state);
  }

  reset(): void {
    this.world.reset();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.world.stop();
    await Promise.resolve();
  }
}
