import type { Api } from './api.js';
import { type Patience, until } from './until.js';

export interface ShownButton {
  readonly text: string;
  readonly data?: string;
  readonly url?: string;
}

export interface ShownMessage {
  readonly messageId: number;
  readonly from: 'bot' | 'user';
  readonly text: string;
  readonly editedAt?: string;
  readonly buttons: readonly (readonly ShownButton[])[];
  /** Where the picture is; absent where there is none. */
  readonly photo?: { readonly url: string };
}

export interface Introduction {
  readonly username?: string;
  readonly firstName?: string;
  readonly languageCode?: string;
}

/** Somebody at their Telegram. What they see is what the bot showed since they last did something. */
export class Person {
  private before = new Set<string>();

  constructor(
    private readonly api: Api,
    readonly id: number,
    private readonly introduction: Introduction,
    private readonly patience: Patience = {},
  ) {}

  /** The whole chat, oldest first, with plain spaces for unbreakable ones. */
  async messages(): Promise<readonly ShownMessage[]> {
    const messages = await this.api.get<ShownMessage[]>(`${this.chat}/messages`);
    return messages.map((message) => ({ ...message, text: message.text.replaceAll('\u00a0', ' ') }));
  }

  async say(text: string): Promise<void> {
    await this.remember();
    await this.api.post(`${this.chat}/messages`, { text, ...this.introduction });
  }

  /** Presses the newest button whose data begins so, as soon as there is one; answers with its data. */
  async tap(prefix: string): Promise<string> {
    const { message, data } = await this.button(prefix);
    await this.remember();
    await this.api.post(`${this.chat}/taps`, { messageId: message.messageId, data });
    return data;
  }

  /** The newest message with something new in it that fits. */
  async sees(pattern: RegExp): Promise<ShownMessage> {
    const fits = (message: ShownMessage): boolean => message.from === 'bot' && pattern.test(message.text) && !this.before.has(faceOf(message));
    return until(
      async () => (await this.messages()).findLast(fits),
      async () => `${String(pattern)} was not shown, but ${JSON.stringify((await this.messages()).slice(-2), null, 1)}`,
      this.patience,
    );
  }

  /** Writes and waits for the answer. */
  async asks(text: string, answer: RegExp): Promise<ShownMessage> {
    await this.say(text);
    return this.sees(answer);
  }

  /** Presses and waits for what comes of it. */
  async taps(prefix: string, answer: RegExp): Promise<ShownMessage> {
    await this.tap(prefix);
    return this.sees(answer);
  }

  /** Presses one button after the other, each where the one before led. */
  async walks(...prefixes: readonly string[]): Promise<void> {
    for (const prefix of prefixes) await this.taps(prefix, /./s);
  }

  private async button(prefix: string): Promise<{ message: ShownMessage; data: string }> {
    return until(
      async () => {
        for (const message of (await this.messages()).toReversed()) {
          const data = message.buttons.flat().find((button) => button.data?.startsWith(prefix))?.data;
          if (data !== undefined) return { message, data };
        }
        return undefined;
      },
      async () => `no button ${prefix}, but ${JSON.stringify((await this.messages()).slice(-2), null, 1)}`,
      this.patience,
    );
  }

  private async remember(): Promise<void> {
    this.before = new Set((await this.messages()).map(faceOf));
  }

  private get chat(): string {
    return `/sandbox/telegram/chats/${this.id}`;
  }
}

function faceOf(message: ShownMessage): string {
  return JSON.stringify([message.messageId, message.text, message.editedAt, message.buttons]);
}

/** The link a button leads to; throws when the message has none. */
export function linkIn(message: ShownMessage): string {
  const url = message.buttons.flat().find((button) => button.url !== undefined)?.url;
  if (url === undefined) throw new Error('no button with a link');
  return url;
}
