import { callback, readCallback } from '#adapters/texts/callback-data.js';
import type { Texts } from '#adapters/texts/texts.js';
import type { View } from '#adapters/texts/view.js';
import type { Customer } from '#domain/customers/customer.js';
import { DomainError, type ErrorKind } from '#domain/shared/domain-error.js';
import type { Clock } from '#use-cases/ports/runtime/clock.js';
import type { WatchedScreens } from '#use-cases/ports/runtime/watched-screens.js';
import type { Dialogues } from './dialogues.js';
import type { BotContext, Incoming } from './updates/incoming.js';
import type { Messenger, Place } from './api/messenger.js';
import type { Outcome, Screen, Visit } from './screen.js';

type ButtonHandler = (visit: Visit, values: Readonly<Record<string, string>>) => Promise<Outcome>;

/** An answer was expected in words, and something else came. */
export class TextExpected extends DomainError {
  constructor() {
    super('dialogue.text-expected', 'invalid', 'the answer must be text');
  }
}

const MOST_STEPS = 5;
/** After these the question stays open, because another answer may do. */
const ASK_AGAIN: ReadonlySet<ErrorKind> = new Set<ErrorKind>(['invalid', 'unavailable', 'limited']);
const HOME: Outcome = { goTo: callback('home') };

/** Leads what a person did to the screen it belongs to, and shows what the screen answers. */
export class ScreenRouter {
  constructor(
    private readonly screens: readonly Screen[],
    private readonly tools: {
      readonly texts: Texts;
      readonly clock: Clock;
      readonly dialogues: Dialogues;
      readonly watched: WatchedScreens;
      readonly messenger: Messenger;
      readonly botName: () => string | undefined;
    },
  ) {}

  async route(ctx: BotContext): Promise<void> {
    if (!ctx.customer) throw new Error('nobody was welcomed');
    const visit = this.visitOf(ctx.customer);
    const outcome = await this.open(ctx, visit);
    await this.follow(ctx.incoming, visit, outcome);
  }

  private visitOf(customer: Customer): Visit {
    return { customer, words: this.tools.texts.in(customer.language), now: this.tools.clock.now(), bot: this.tools.botName() };
  }

  /** Shows a view where the person looks: in the message whose button was pressed, or below what was written. */
  async show(incoming: Incoming, view: View): Promise<Place> {
    const { messenger } = this.tools;
    if (incoming.kind !== 'button') return messenger.send(incoming.userId, view);
    return messenger.edit({ chatId: incoming.userId, messageId: incoming.messageId, hasPhoto: incoming.hasPhoto }, view);
  }

  private async open(ctx: BotContext, visit: Visit): Promise<Outcome> {
    const { incoming } = ctx;
    if (incoming.kind === 'text' || incoming.kind === 'other') return this.hear(ctx, visit, incoming);
    await this.tools.dialogues.leave(incoming.userId);
    if (incoming.kind === 'button') return this.press(visit, incoming.data);
    const handler = this.screens.map(({ commands }) => own(commands, incoming.command)).find((found) => found !== undefined);
    return handler ? handler(visit, incoming.argument) : { ...HOME, note: 'home.unknown-command' };
  }

  /** A message in no dialogue leads home; in a dialogue it is the answer. */
  private async hear(ctx: BotContext, visit: Visit, incoming: Extract<Incoming, { kind: 'text' | 'other' }>): Promise<Outcome> {
    const dialogue = await this.tools.dialogues.find(incoming.userId);
    const answer = dialogue && this.screens.map(({ answers }) => own(answers, dialogue.kind)).find((found) => found !== undefined);
    if (!dialogue || !answer) return { ...HOME, note: 'home.not-understood' };
    ctx.dialogue = dialogue;
    if (incoming.kind === 'other') throw new TextExpected();
    try {
      const outcome = await answer(visit, incoming.text, dialogue.data);
      await this.tools.dialogues.leave(incoming.userId);
      return outcome;
    } catch (error) {
      if (error instanceof DomainError && ASK_AGAIN.has(error.kind)) throw error;
      ctx.dialogue = undefined;
      await this.tools.dialogues.leave(incoming.userId);
      throw error;
    }
  }

  private press(visit: Visit, data: string): Promise<Outcome> {
    const read = readCallback(data);
    const handler = read && this.handlerOf(read.name);
    return handler ? handler(visit, read.values) : Promise.resolve({ ...HOME, note: 'home.old-button' });
  }

  private handlerOf(name: string): ButtonHandler | undefined {
    for (const { buttons } of this.screens) {
      const handler = own<ButtonHandler>(buttons as Readonly<Record<string, ButtonHandler>>, name);
      if (handler) return handler;
    }
    return undefined;
  }

  private async follow(incoming: Incoming, visitor: Visit, first: Outcome): Promise<void> {
    let visit = visitor;
    let outcome = first;
    let note: string | undefined;
    for (let step = 0; 'goTo' in outcome; step++) {
      if (step >= MOST_STEPS) throw new Error(`screens lead in a circle at ${outcome.goTo}`);
      note = outcome.note ?? note;
      if (outcome.customer) visit = this.visitOf(outcome.customer);
      outcome = await this.press(visit, outcome.goTo);
    }
    await this.present(incoming, outcome, note === undefined ? undefined : visit.words.html(note));
  }

  private async present(incoming: Incoming, outcome: Exclude<Outcome, { goTo: string }>, note: string | undefined): Promise<void> {
    const view = note === undefined ? outcome.show : { ...outcome.show, html: `${note}\n\n${outcome.show.html}` };
    if (outcome.asks) await this.tools.dialogues.ask(incoming.userId, outcome.asks);
    // Before the edit as well as after it: news that come in between must find the screen.
    if (incoming.kind === 'button') await this.watch(outcome.watch, { chatId: incoming.userId, messageId: incoming.messageId });
    const place = await this.show(incoming, view);
    const moved = incoming.kind !== 'button' || place.messageId !== incoming.messageId;
    if (moved) await this.watch(outcome.watch, place);
  }

  private async watch(subjects: readonly string[] = [], place: Place): Promise<void> {
    for (const subject of subjects) await this.tools.watched.watch(subject, JSON.stringify({ chatId: place.chatId, messageId: place.messageId }));
  }
}

/** What a screen itself has under this name: people type, and `/constructor` is something that every object has. */
function own<Handler>(handlers: Readonly<Partial<Record<string, Handler>>> | undefined, name: string): Handler | undefined {
  return handlers && Object.hasOwn(handlers, name) ? handlers[name] : undefined;
}
