import type { Telegraf } from 'telegraf';
import type { Texts } from '#adapters/texts/texts.js';
import type { Words } from '#adapters/texts/words.js';
import type { Logger } from '#use-cases/ports/runtime/logger.js';
import type { BotContext } from './incoming.js';
import { reasonOf } from '../api/messenger.js';

/** As in the shop itself: these read Russian, everybody else English. */
const RUSSIAN_SPEAKING = ['ru', 'uk', 'be', 'kk'] as const;

const COMMANDS = {
  start: 'start',
  buy_stars: 'buy-stars',
  vpn: 'vpn',
  config: 'config',
  balance: 'balance',
  referral: 'referral',
  help: 'help',
  language: 'language',
  paysupport: 'paysupport',
} as const;

/** The first words with Telegram: learns the bot's own name and tells the commands, once in a process. */
export class Introduction {
  private met: Promise<void> | undefined;
  private webhookGone = false;

  constructor(
    private readonly telegraf: Telegraf<BotContext>,
    private readonly texts: Texts,
    private readonly logger: Logger,
  ) {}

  /** Throws when Telegram does not answer or refuses the token; the next call tries again. */
  once(): Promise<void> {
    this.met ??= this.meet().catch((error: unknown) => {
      this.met = undefined;
      throw error;
    });
    return this.met;
  }

  /** Telegram gives no updates to who asks while a webhook is set. */
  async forPolling(): Promise<void> {
    await this.once();
    if (this.webhookGone) return;
    await this.telegraf.telegram.callApi('deleteWebhook', {});
    this.webhookGone = true;
  }

  private async meet(): Promise<void> {
    this.telegraf.botInfo = await this.telegraf.telegram.callApi('getMe', {});
    this.logger.info({ username: this.telegraf.botInfo.username }, 'telegram knows the bot');
    await this.tellCommands().catch((error: unknown) => {
      this.logger.warn({ reason: reasonOf(error) }, 'the commands could not be told to telegram');
    });
  }

  private async tellCommands(): Promise<void> {
    const { telegram } = this.telegraf;
    await telegram.callApi('setMyCommands', { commands: commandsIn(this.texts.in('en')) });
    for (const language_code of RUSSIAN_SPEAKING) {
      await telegram.callApi('setMyCommands', { commands: commandsIn(this.texts.in('ru')), language_code });
    }
  }
}

function commandsIn(words: Words): { command: string; description: string }[] {
  return Object.entries(COMMANDS).map(([command, key]) => ({ command, description: words.plain(`command.${key}`) }));
}
