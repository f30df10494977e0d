import { readWhole } from '../users/user-request.js';
import type { UserBook } from '../users/user-book.js';
import type { Major, PanelUser } from '../users/user.js';
import { wireSquads } from '../users/wire-view.js';
import { type ApiOptions, type ApiRoute, ok } from './api-route.js';
import { business } from './panel-refusal.js';
import { userCalls } from './user-calls.js';

/** 2.x is 2.7.4 here: the last with an event of its own for each notice. */
const VERSIONS: Readonly<Record<Major, string>> = { 2: '2.7.4', 3: '3.3.2' };
const MOST = 1000;

/** The part of the panel's API a shop calls, in the paths of its major. What comes first wins where two paths fit. */
export function panelApi(options: ApiOptions): readonly ApiRoute[] {
  const { major, shown } = options;
  const members = (book: UserBook) => (squad: string) => book.all().filter(({ squads }) => squads.includes(squad)).length;
  const build = { time: '2026-07-31T00:00:00.000Z', number: '1' };
  return [
    { method: 'get', path: '/system/metadata', scope: 'system:metadata', serve: () => ok({ version: VERSIONS[major], build }) },
    { method: 'get', path: '/system/health', scope: 'system:health', serve: () => ok({ runtimeMetrics: [] }) },
    { method: 'get', path: '/internal-squads', scope: 'internal-squads:list', serve: (_, book) => ok(wireSquads(members(book))) },
    { method: 'get', path: '/users', scope: 'users:list', serve: ({ query }, book) => ok(page(book, query, shown)) },
    ofMajor(options),
    ...userCalls(options),
  ];
}

/** Looking for users otherwise than by name: what one major has, the other has not. */
function ofMajor({ major, shown }: ApiOptions): ApiRoute {
  if (major === 3) return { method: 'get', path: '/users/stream', scope: 'users:stream', serve: ({ query }, book) => ok(stream(book, query, shown)) };
  return {
    method: 'get',
    path: '/users/by-telegram-id/:telegramId',
    scope: 'users:read',
    serve: ({ params }, book) => ok(book.all().filter(({ telegramId }) => String(telegramId) === params.telegramId).map(shown)),
  };
}

/** Newest first unless sorted; of the orders one may ask for, the one by name is known here. */
function page(book: UserBook, query: URLSearchParams, shown: ApiOptions['shown']): unknown {
  const start = readWhole(query.get('start'), 0, Number.MAX_SAFE_INTEGER, 'start');
  const size = readWhole(query.get('size'), 25, MOST, 'size');
  if (start < 0) throw business('A024');
  const users = query.has('sorting') ? book.all() : [...book.all()].sort((one, other) => other.createdAt.localeCompare(one.createdAt));
  return { users: users.slice(start, start + size).map(shown), total: users.length };
}

function stream(book: UserBook, query: URLSearchParams, shown: ApiOptions['shown']): unknown {
  const cursor = readWhole(query.get('cursor'), 0, Number.MAX_SAFE_INTEGER, 'cursor');
  const size = readWhole(query.get('size'), 250, MOST, 'size');
  const telegramId = query.get('telegramId');
  const isAsked = (user: PanelUser): boolean => user.id > cursor && (telegramId === null || String(user.telegramId) === telegramId);
  const after = book.all().filter(isAsked).sort((one, other) => one.id - other.id);
  const users = after.slice(0, size);
  return { users: users.map(shown), nextCursor: after.length > size ? (users.at(-1)?.id ?? null) : null };
}
