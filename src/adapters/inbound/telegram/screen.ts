import type { CallbackName, CallbackValues } from '#adapters/texts/callback-data.js';
import type { View } from '#adapters/texts/view.js';
import type { Words } from '#adapters/texts/words.js';
import type { Customer } from '#domain/customers/customer.js';
import type { Shop } from './bot-dependencies.js';

/** A question the person was asked and answers by a message; `data` is what the answer belongs to. */
export interface Dialogue {
  readonly kind: string;
  readonly data: Readonly<Record<string, string>>;
}

/** Who is here, and in which language to answer. */
export interface Visit {
  readonly customer: Customer;
  readonly words: Words;
  readonly now: Date;
  /** The bot's own name, as links to it have it. */
  readonly bot: string | undefined;
}

/** What a handler answers with: a view, or the button that leads on as if it had been pressed. */
export type Outcome =
  | {
      readonly show: View;
      /** Orders and payments whose news change this screen. */
      readonly watch?: readonly string[];
      readonly asks?: Dialogue;
    }
  | {
      readonly goTo: string;
      /** Key of a word that stands above the next screen. */
      readonly note?: string;
      /** The person as they are from now on. */
      readonly customer?: Customer;
    };

type ButtonHandlers = {
  readonly [Name in CallbackName]?: (visit: Visit, values: CallbackValues<Name>) => Promise<Outcome>;
};

export type CommandHandler = (visit: Visit, argument: string) => Promise<Outcome>;

export type AnswerHandler = (visit: Visit, text: string, data: Dialogue['data']) => Promise<Outcome>;

/** One screen: the buttons and commands that open it and the dialogues it asks. A handler decodes, calls one use case or query, and shows. */
export interface Screen {
  readonly name: string;
  readonly buttons: ButtonHandlers;
  readonly commands?: Readonly<Record<string, CommandHandler>>;
  readonly answers?: Readonly<Record<string, AnswerHandler>>;
}

export type ScreenFactory = (shop: Shop) => Screen;
