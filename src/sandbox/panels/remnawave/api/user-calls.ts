import { setTimeout as pause } from 'node:timers/promises';
import { readAddress, readChangeRequest, readCreateRequest, readRevokeRequest } from '../users/user-request.js';
import type { UserBook } from '../users/user-book.js';
import type { PanelUser } from '../users/user.js';
import { type ApiCall, type ApiOptions, type ApiRoute, ok } from './api-route.js';
import { business, type BusinessCode } from './panel-refusal.js';

type Action = (book: UserBook, user: PanelUser, body: ApiCall['body']) => void;

const ACTIONS: Readonly<Record<string, Action>> = {
  enable: (book, user) => book.enable(user),
  disable: (book, user) => book.disable(user),
  'reset-traffic': (book, user) => book.resetTraffic(user),
  revoke: (book, user, body) => book.revoke(user, readRevokeRequest(body)),
};

/** What changes or shows one user. */
export function userCalls({ major, now, shown, commitMs }: ApiOptions): readonly ApiRoute[] {
  const name = major === 2 ? 'uuid' : 'id';
  const races = new Races(commitMs);
  const addressed = (book: UserBook, { params }: ApiCall, code: 'A025' | 'A063'): PanelUser =>
    known(book.addressed(readAddress(params.address, name)), code);
  /** A change names its user by the username or by the address of the major. */
  const meant = (book: UserBook, { username, ...body }: ApiCall['body']): PanelUser =>
    known(typeof username === 'string' ? book.named(username) : book.addressed(readAddress(body[name], name)), 'A025');

  return [
    {
      method: 'get',
      path: '/users/by-username/:username',
      scope: 'users:by-username',
      serve: ({ params }, book) => ok(shown(known(book.named(params.username ?? ''), 'A063'))),
    },
    { method: 'get', path: '/users/:address', scope: 'users:read', serve: (call, book) => ok(shown(addressed(book, call, 'A063'))) },
    {
      method: 'post',
      path: '/users',
      scope: 'users:create',
      serve: async ({ body }, book) => {
        const request = readCreateRequest(body);
        book.refuseTaken(request);
        const user = await races.first(`create ${request.username}`, ['A018', 'A019'], () => book.create(request));
        return { status: 201, response: shown(user) };
      },
    },
    {
      method: 'patch',
      path: '/users',
      scope: 'users:update',
      serve: ({ body }, book) => {
        const fields = readChangeRequest(body, now());
        const user = meant(book, body);
        book.change(user, fields);
        return ok(shown(user));
      },
    },
    {
      method: 'delete',
      path: '/users/:address',
      scope: 'users:delete',
      serve: async (call, book) => {
        const user = addressed(book, call, 'A025');
        await races.first(`delete ${user.username}`, ['A025', 'A037'], () => book.remove(user));
        return major === 2 ? ok({ isDeleted: true }) : { status: 204, response: undefined };
      },
    },
    ...Object.entries(ACTIONS).map(([action, perform]): ApiRoute => ({
      method: 'post',
      path: `/users/:address/actions/${action}`,
      scope: 'users:update',
      serve: (call, book) => {
        const user = addressed(book, call, 'A025');
        perform(book, user, call.body);
        return ok(shown(user));
      },
    })),
  ];
}

/** Where the database lets only one through. The others wait for it: the second hears one word then, every later one the other. */
class Races {
  private readonly won = new Map<string, { readonly over: Promise<unknown>; losers: number }>();

  constructor(private readonly takesMs: number) {}

  async first<Result>(what: string, [second, later]: readonly [BusinessCode, BusinessCode], work: () => Result): Promise<Result> {
    const race = this.won.get(what);
    if (race) {
      race.losers += 1;
      const word = race.losers === 1 ? second : later;
      await race.over;
      throw business(word);
    }
    const commit = pause(this.takesMs).then(work);
    this.won.set(what, { over: commit.catch(() => undefined), losers: 0 });
    return commit.finally(() => this.won.delete(what));
  }
}

function known(user: PanelUser | undefined, code: 'A025' | 'A063'): PanelUser {
  if (!user) throw business(code);
  return user;
}
