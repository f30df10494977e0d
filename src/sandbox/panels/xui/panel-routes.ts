import type Router from '@koa/router';
import type { Context } from 'koa';
import type { FaultBoard, FaultMode } from '../../kit/fault-board.js';
import { parseObject, readRawBody } from '../../kit/json-body.js';
import type { FrontDoor } from './front-door.js';
import type { Call, Calls } from './panel-calls.js';
import { PanelRefusal } from './panel-refusal.js';

export type Language = 'en' | 'ru';

export interface PanelRoutesOptions {
  /** The operator's secret path, without slashes around. */
  readonly basePath: string;
  readonly calls: Calls;
  readonly door: FrontDoor;
  /** Without CSRF tokens before 3.0. */
  readonly isModern: boolean;
  readonly language: Language;
  readonly faults: FaultBoard;
  readonly slowMs: number;
  readonly changed: () => void;
}

const SENTENCES: Readonly<Record<Language, { readonly failed: string; readonly done: string; readonly login: string }>> = {
  en: { failed: 'Something went wrong', done: 'Inbound client(s) have been saved', login: 'Wrong username or password' },
  ru: { failed: 'Что-то пошло не так', done: 'Клиент(ы) сохранены', login: 'Неверное имя или пароль' },
};

/** Mounts the panel behind its secret path; whatever is not there, and whoever is a stranger, gets an empty 404. */
export function mountPanel(router: Router, options: PanelRoutesOptions): void {
  const { basePath, calls, door, isModern } = options;
  for (const [name, call] of Object.entries(calls)) {
    const [method, path] = name.split(' ');
    const mount = method === 'GET' ? router.get.bind(router) : router.post.bind(router);
    mount(`/${basePath}/panel/api/${path ?? ''}`, (ctx) => serve(ctx, call, options));
  }
  if (isModern) router.get(`/${basePath}/csrf-token`, (ctx) => envelope(ctx, true, '', door.csrf(ctx)));
  router.post(`/${basePath}/login`, (ctx) => login(ctx, options));
  router.all(`/${basePath}{/*rest}`, (ctx) => empty(ctx, 404));
}

async function serve(ctx: Context, call: Call, options: PanelRoutesOptions): Promise<void> {
  const { door, faults, slowMs, language, changed } = options;
  const text = (await readRawBody(ctx)).toString('utf8');
  const fault = strike(faults, ctx.method);
  if (fault === 'failing') return empty(ctx, 500);
  if (fault === 'slow') await pause(slowMs);
  const refusal = door.refusal(ctx);
  if (refusal) return refusal.body === '' ? empty(ctx, refusal.status) : respond(ctx, refusal.status, refusal.body);
  try {
    const { name = '' } = ctx.params as Readonly<Record<string, string | undefined>>;
    const request = { name, body: parseObject(text) ?? {}, query: new URLSearchParams(ctx.querystring) };
    const obj = fault === 'lying' ? null : await call(request);
    envelope(ctx, true, ctx.method === 'POST' ? SENTENCES[language].done : '', obj);
    if (ctx.method === 'POST') changed();
  } catch (error) {
    if (!(error instanceof PanelRefusal)) throw error;
    envelope(ctx, false, `${SENTENCES[language].failed} (${error.message})`, null);
  }
  if (fault === 'silent') hangUp(ctx);
}

/** A lie is a change that is acknowledged and not made; what is read stays true. */
function strike(faults: FaultBoard, method: string): FaultMode | undefined {
  return faults.peek('3x-ui') === 'lying' && method === 'GET' ? undefined : faults.take('3x-ui');
}

async function login(ctx: Context, { door, isModern, language }: PanelRoutesOptions): Promise<void> {
  const text = (await readRawBody(ctx)).toString('utf8');
  if (isModern && !door.hasCsrf(ctx)) return empty(ctx, 403);
  const { username, password } = parseObject(text) ?? Object.fromEntries(new URLSearchParams(text));
  const isIn = door.login(ctx, username, password);
  envelope(ctx, isIn, isIn ? '' : SENTENCES[language].login, null);
}

function envelope(ctx: Context, success: boolean, msg: string, obj: unknown): void {
  respond(ctx, 200, { success, msg, obj });
}

function respond(ctx: Context, status: number, body: object): void {
  ctx.status = status;
  ctx.body = body;
}

function empty(ctx: Context, status: number): void {
  ctx.status = status;
  ctx.body = '';
}

/** The work is done, but nobody hears of it. */
function hangUp(ctx: Context): void {
  ctx.respond = false;
  ctx.req.socket.destroy();
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, milliseconds));
}
