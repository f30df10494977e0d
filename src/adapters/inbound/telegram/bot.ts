import { Telegraf } from 'telegraf';
import type { Update } from 'telegraf/types';
import { languageFor } from '#domain/customers/customer.js';
import { callback } from '#adapters/texts/callback-data.js';
import { homeButton } from '#adapters/texts/cards/buttons.js';
import type { BotDependencies } from './bot-dependencies.js';
import { Dialogues } from './dialogues.js';
import type { BotContext } from './updates/incoming.js';
import { JsonTelegram } from './api/json-telegram.js';
import { Messenger } from './api/messenger.js';
import { answerButton } from './middleware/answer-button.js';
import { errorsTold } from './middleware/errors-told.js';
import { handledOnce } from './middleware/handled-once.js';
import { measured } from './middleware/measured.js';
import { oneAtATime } from './middleware/one-at-a-time.js';
import { onlyPrivate } from './middleware/only-private.js';
import { welcomed } from './middleware/welcomed.js';
import { withinLimits } from './middleware/within-limits.js';
import { ScreenRouter } from './screen-router.js';
import { SHOP_SCREENS } from './shop-screens/index.js';
import { Introduction } from './updates/introduction.js';
import { PollingTurn } from './updates/polling-turn.js';
import { StarDesk } from './updates/star-desk.js';
import { UpdateLine } from './updates/update-line.js';
import { ALLOWED_UPDATES, type UpdateDesk, UpdatePoller } from './updates/update-poller.js';
import { VPN_SCREENS } from './vpn-screens/index.js';

/** The shop's bot. */
export interface Bot {
  /** Begins to take updates in the background and keeps at it through any outage. */
  startPolling(): Promise<void>;
  /** Tells Telegram where to bring updates; throws when Telegram does not accept it. */
  setWebhook(url: string, secret: string): Promise<void>;
  /** Resolves once the update's effects are committed. Throws `SyntaxError` for what is no update, and what keeps it from being handled. */
  handleUpdate(body: Uint8Array): Promise<void>;
  /** Takes no new update and waits for those in flight. */
  stop(): Promise<void>;
}

const SOME_ORDER = '00000000-0000-0000-0000-000000000000';

/** Builds the bot; Telegram is first called when it starts or when an update comes. Throws for a gateway whose id no button can carry. */
export function createBot(deps: BotDependencies): Bot {
  for (const gateway of deps.paymentMethods.configured()) callback('order_pay_via_{gateway}_{uuid}', { gateway, uuid: SOME_ORDER });
  const { token, apiRoot } = deps.telegram;
  const telegraf = new Telegraf<BotContext>(token, { handlerTimeout: Infinity });
  // Relative to a root without its last slash, a path would replace the root's last part.
  telegraf.telegram = new JsonTelegram(token, { apiRoot: apiRoot.replace(/\/*$/, '/'), webhookReply: false });
  telegraf.catch((error) => {
    throw error;
  });
  assemble(telegraf, deps);
  return new PolarisBot(telegraf, deps);
}

function assemble(telegraf: Telegraf<BotContext>, deps: BotDependencies): void {
  const messenger = new Messenger(telegraf.telegram, deps.logger);
  const dialogues = new Dialogues(deps.dialogues, deps.telegram.dialogueSeconds);
  const screens = [...SHOP_SCREENS, ...VPN_SCREENS].map((screen) => screen(deps));
  // Telegram tells the name before the first update.
  const botName = (): string | undefined => telegraf.botInfo?.username;
  const router = new ScreenRouter(screens, { ...deps, dialogues, messenger, botName });
  const sayStoreIsDown = async ({ incoming }: BotContext): Promise<void> => {
    const words = deps.texts.in(languageFor(incoming.profile.languageCode));
    const view = { html: words.html('error.store-down'), keyboard: [[homeButton(words)]] };
    await messenger.send(incoming.userId, view).catch(() => undefined);
  };
  telegraf.use(
    onlyPrivate(),
    withinLimits({ ...deps, messenger }),
    answerButton(messenger),
    oneAtATime(deps.lock),
    handledOnce(deps.handleOnce, sayStoreIsDown),
    measured(deps.metrics, deps.clock),
    errorsTold({ ...deps, show: (incoming, view) => router.show(incoming, view) }),
    welcomed(deps.welcomeCustomer),
    (ctx) => router.route(ctx),
  );
}

class PolarisBot implements Bot {
  private readonly inFlight = new Set<Promise<void>>();
  private readonly introduction: Introduction;
  private readonly poller: UpdatePoller;
  private readonly stars: StarDesk;

  constructor(
    private readonly telegraf: Telegraf<BotContext>,
    deps: BotDependencies,
  ) {
    const { telegram } = telegraf;
    this.introduction = new Introduction(telegraf, deps.texts, deps.logger);
    this.stars = new StarDesk(telegram, deps);
    const prepare = (): Promise<void> => this.introduction.forPolling();
    const turn = deps.holdTurn && new PollingTurn(deps.holdTurn, deps.logger);
    const desk: UpdateDesk = { handle: (update) => this.stars.take(update) ?? telegraf.handleUpdate(update), isUrgent: (update) => this.stars.isFor(update) };
    this.poller = new UpdatePoller(telegram, prepare, desk, deps.logger, turn, new UpdateLine(deps.updateShelf));
  }

  startPolling(): Promise<void> {
    this.poller.start();
    return Promise.resolve();
  }

  async setWebhook(url: string, secret: string): Promise<void> {
    await this.introduction.once();
    const webhook = { url, secret_token: secret, allowed_updates: [...ALLOWED_UPDATES] };
    await this.telegraf.telegram.callApi('setWebhook', webhook);
  }

  async handleUpdate(body: Uint8Array): Promise<void> {
    const work = this.handle(readUpdate(body));
    this.inFlight.add(work);
    try {
      await work;
    } finally {
      this.inFlight.delete(work);
    }
  }

  async stop(): Promise<void> {
    await this.poller.stop();
    await Promise.allSettled(this.inFlight);
  }

  private async handle(update: Update): Promise<void> {
    // Before the first words with Telegram too: a question before a payment waits ten seconds, and money for nothing.
    const taken = this.stars.take(update);
    if (taken) return taken;
    await this.introduction.once();
    await this.telegraf.handleUpdate(update);
  }
}

function readUpdate(body: Uint8Array): Update {
  const value: unknown = JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'));
  const named = typeof value === 'object' && value !== null && 'update_id' in value && Number.isSafeInteger(value.update_id);
  if (!named) throw new SyntaxError('no Telegram update');
  return value as Update;
}
