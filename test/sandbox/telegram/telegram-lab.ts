import { EventEmitter } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Koa from 'koa';
import { Telegraf } from 'telegraf';
import { problemAnswers } from '#sandbox/api/problem-answers.js';
import { FaultBoard } from '#sandbox/kit/fault-board.js';
import { TelegramSimulator } from '#sandbox/telegram/telegram-simulator.js';
import type { TelegramOptions } from '#sandbox/telegram/telegram-simulator.js';

export interface ShownMessage {
  readonly messageId: number;
  readonly from: 'bot' | 'user';
  readonly at: string;
  readonly editedAt?: string;
  readonly text: string;
  readonly html: string;
  readonly photo?: { readonly url: string };
  readonly invoice?: { readonly paid: boolean };
  readonly buttons: readonly (readonly { readonly text: string; readonly data?: string; readonly url?: string }[])[];
}

export interface Answer {
  readonly status: number;
  readonly body: { readonly [field: string]: unknown };
}

/** One person on the other side of the chat. */
export class Person {
  constructor(
    private readonly lab: TelegramLab,
    readonly id: number,
  ) {}

  say(text: string, more: object = {}): Promise<Answer> {
    return this.post('messages', { text, ...more });
  }

  tap(messageId: number, data: string, more: object = {}): Promise<Answer> {
    return this.post('taps', { messageId, data, ...more });
  }

  block(blocked: boolean): Promise<Answer> {
    return this.post('block', { blocked });
  }

  pay(what: object): Promise<Answer> {
    return this.post('pay-invoice', what);
  }

  async messages(): Promise<readonly ShownMessage[]> {
    const response = await fetch(`${this.lab.origin}/sandbox/telegram/chats/${this.id}/messages`);
    return (await response.json()) as ShownMessage[];
  }

  async lastMessage(): Promise<ShownMessage> {
    const message = (await this.messages()).at(-1);
    if (!message) throw new Error('the chat is empty');
    return message;
  }

  async chat(): Promise<Answer> {
    return this.lab.call('GET', `/sandbox/telegram/chats/${this.id}`);
  }

  private post(path: string, body: object): Promise<Answer> {
    return this.lab.call('POST', `/sandbox/telegram/chats/${this.id}/${path}`, body);
  }
}

/** The Telegram stand-in alone on a free port, with a clock that stands until it is moved. */
export class TelegramLab {
  private readonly calls = new EventEmitter();
  private time = Date.parse('2030-01-01T12:00:00Z');
  private readonly closing: (() => Promise<unknown>)[] = [];

  private constructor(
    readonly origin: string,
    readonly simulator: TelegramSimulator,
    readonly faults: FaultBoard,
  ) {}

  static async open(options: TelegramOptions = {}): Promise<TelegramLab> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const opened: { lab?: TelegramLab } = {};
    const faults = new FaultBoard();
    const context = {
      origin,
      faults,
      now: () => new Date(opened.lab?.time ?? 0),
      changed: () => void opened.lab?.calls.emit('changed'),
    };
    const lab = new TelegramLab(origin, new TelegramSimulator(context, options), faults);
    opened.lab = lab;
    const app = new Koa();
    app.use(problemAnswers(() => undefined));
    app.use((ctx, next) => {
      lab.calls.emit(ctx.path.slice(ctx.path.lastIndexOf('/') + 1));
      return next();
    });
    app.use(lab.simulator.router.routes());
    const serve = app.callback();
    server.on('request', (request, response) => void serve(request, response));
    lab.closing.push(async () => {
      await lab.simulator.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    return lab;
  }

  /** Real Telegraf, polling here until the lab closes. */
  async poll(bot: Telegraf): Promise<void> {
    const polling = this.nextCall('getUpdates');
    const finished = bot.launch();
    await polling;
    this.closing.unshift(async () => {
      bot.stop();
      await finished;
    });
  }

  /** Resolves when a call of that method comes in. */
  nextCall(method: string): Promise<void> {
    return new Promise((resolve) => this.calls.once(method, resolve));
  }

  /** Looks again after each change of the stand-in until what is seen fits. */
  async changed<T>(look: () => Promise<T>, fits: (seen: T) => boolean): Promise<T> {
    for (;;) {
      const change = new Promise((resolve) => this.calls.once('changed', resolve));
      const seen = await look();
      if (fits(seen)) return seen;
      await change;
    }
  }

  bot(): Telegraf {
    return new Telegraf(this.simulator.token, { telegram: { apiRoot: this.simulator.apiRoot }, handlerTimeout: 5_000 });
  }

  person(id: number): Person {
    return new Person(this, id);
  }

  passSeconds(seconds: number): void {
    this.time += seconds * 1000;
  }

  /** A Bot API call as any client would make it. */
  api(method: string, fields: object = {}, token: string = this.simulator.token): Promise<Answer> {
    return this.call('POST', `/sandbox/telegram/api/bot${token}/${method}`, fields);
  }

  async call(method: string, path: string, body?: object): Promise<Answer> {
    const json = body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    const response = await fetch(`${this.origin}${path}`, { method, ...json });
    return { status: response.status, body: (await response.json()) as Answer['body'] };
  }

  onClose(close: () => Promise<unknown>): void {
    this.closing.unshift(close);
  }

  async close(): Promise<void> {
    for (const close of this.closing) await close();
  }
}

/** Something that will happen, and the way to make it happen. */
export function expected<T>(): { readonly happened: Promise<T>; readonly happen: (value: T) => void } {
  let happen: (value: T) => void = () => undefined;
  const happened = new Promise<T>((resolve) => (happen = resolve));
  return { happened, happen };
}

/** The same for something that carries nothing. */
export function moment(): { readonly happened: Promise<void>; readonly happen: () => void } {
  const { happened, happen } = expected<null>();
  return { happened: happened.then(() => undefined), happen: () => happen(null) };
}
