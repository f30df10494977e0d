import type { Admin } from './admin-desk.js';
import { INBOUNDS, type MarzbanUser, STATUSES } from './user.js';
import type { UserBook } from './user-book.js';
import { readChanges, readNewUser } from './user-fields.js';
import { WireRefusal } from './wire-refusal.js';

export interface PanelCall {
  readonly admin: Admin;
  /** The user in the path. */
  readonly name: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly query: URLSearchParams;
}

export interface PanelApiOptions {
  readonly book: UserBook;
  readonly wireOf: (user: MarzbanUser) => Record<string, unknown>;
  readonly condition: () => { readonly version: string; readonly coreRuns: boolean };
  readonly now: () => Date;
}

export interface PanelRoute {
  readonly method: string;
  /** Under `/api`; its group is the user's name. */
  readonly path: RegExp;
  readonly run: (call: PanelCall) => unknown;
}

const USER = /^\/user\/([^/]+)$/;
const SORTS: Readonly<Record<string, (user: MarzbanUser) => string | number>> = {
  username: (user) => user.username,
  used_traffic: (user) => user.used,
  data_limit: (user) => user.dataLimit ?? 0,
  expire: (user) => user.expire ?? 0,
  created_at: (user) => user.createdAt,
};

/** What the panel does for an administrator who was let in. Each answers a body for status 200, or throws `WireRefusal`. */
export class PanelApi {
  readonly routes: readonly PanelRoute[] = [
    { method: 'POST', path: /^\/user$/, run: (call) => this.create(call) },
    { method: 'GET', path: USER, run: (call) => this.wire(this.user(call)) },
    { method: 'PUT', path: USER, run: (call) => this.change(call) },
    { method: 'DELETE', path: USER, run: (call) => this.remove(call) },
    { method: 'POST', path: /^\/user\/([^/]+)\/reset$/, run: (call) => this.done(call, (user) => this.options.book.resetUsage(user)) },
    { method: 'POST', path: /^\/user\/([^/]+)\/revoke_sub$/, run: (call) => this.done(call, (user) => this.options.book.revoke(user)) },
    { method: 'GET', path: /^\/users$/, run: (call) => this.list(call) },
    { method: 'GET', path: /^\/inbounds$/, run: () => ({ vless: INBOUNDS }) },
    { method: 'GET', path: /^\/system$/, run: (call) => this.system(call) },
    { method: 'GET', path: /^\/core$/, run: () => ({ version: '24.12.31', started: this.options.condition().coreRuns, logs_websocket: '/api/core/logs' }) },
  ];

  constructor(private readonly options: PanelApiOptions) {}

  private create({ admin, body }: PanelCall): unknown {
    return this.wire(this.options.book.create(readNewUser(body), admin.hasRow ? admin.username : null));
  }

  private change(call: PanelCall): unknown {
    return this.done(call, (user) => this.options.book.change(user, readChanges(call.body)));
  }

  /** Stumbles over the owner of a user who has none, when the user is gone already. */
  private remove(call: PanelCall): unknown {
    const user = this.user(call);
    this.options.book.remove(user);
    if (user.owner === null) throw new WireRefusal(500);
    return { detail: 'User successfully deleted' };
  }

  private done(call: PanelCall, work: (user: MarzbanUser) => void): unknown {
    const user = this.user(call);
    work(user);
    return this.wire(user);
  }

  /** One row that cannot be read is enough for a whole page to fail. */
  private list({ admin, query }: PanelCall): unknown {
    const names = query.getAll('username');
    const found = this.visible(admin)
      .filter((user) => names.length === 0 || names.includes(user.username))
      .filter((user) => query.get('status') === null || user.status === query.get('status'))
      .filter((user) => isLike(query.get('search'), user));
    const start = Number(query.get('offset') ?? 0);
    const page = sorted(found, query.get('sort')).slice(start, start + Number(query.get('limit') ?? found.length));
    return { users: page.map((user) => this.wire(user)), total: found.length };
  }

  private system({ admin }: PanelCall): unknown {
    const users = this.visible(admin);
    const counts = STATUSES.map((status) => [`users_${status}`, users.filter((user) => user.status === status).length]);
    const since = this.options.now().getTime() - 86_400_000;
    return {
      version: this.options.condition().version,
      mem_total: 2_061_344_768,
      mem_used: 893_214_720,
      cpu_cores: 2,
      cpu_usage: 3.1,
      total_user: users.length,
      online_users: users.filter(({ onlineAt }) => onlineAt !== null && Date.parse(onlineAt) >= since).length,
      ...Object.fromEntries(counts),
      incoming_bandwidth: 0,
      outgoing_bandwidth: 0,
      incoming_bandwidth_speed: 0,
      outgoing_bandwidth_speed: 0,
    };
  }

  private user({ admin, name }: PanelCall): MarzbanUser {
    const user = this.options.book.find(name);
    if (!user) throw new WireRefusal(404, 'User not found');
    if (!admin.sudo && user.owner !== admin.username) throw new WireRefusal(403, "You're not allowed");
    return user;
  }

  private visible({ sudo, username }: Admin): readonly MarzbanUser[] {
    return this.options.book.all().filter((user) => sudo || user.owner === username);
  }

  private wire(user: MarzbanUser): Record<string, unknown> {
    return this.options.wireOf(user);
  }
}

/** An underscore stands for any character, and notes are searched too. */
function isLike(search: string | null, { username, note }: MarzbanUser): boolean {
  if (search === null) return true;
  const pattern = new RegExp(search.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('_', '.').replaceAll('%', '.*'), 'i');
  return pattern.test(username) || pattern.test(note ?? '');
}

function sorted(users: readonly MarzbanUser[], sort: string | null): readonly MarzbanUser[] {
  const orders = (sort?.split(',') ?? []).filter(Boolean).map((option) => {
    const by = SORTS[option.replace(/^-/, '')];
    if (!by) throw new WireRefusal(400, `"${option}" is not a valid sort option`);
    return { by, sign: option.startsWith('-') ? -1 : 1 };
  });
  return [...users].sort((left, right) => {
    for (const { by, sign } of orders) {
      const [one, other] = [by(left), by(right)];
      if (one !== other) return one < other ? -sign : sign;
    }
    return 0;
  });
}
