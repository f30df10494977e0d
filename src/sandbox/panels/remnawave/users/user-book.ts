import { randomBytes, randomUUID } from 'node:crypto';
import { runJobs, type Tell } from './jobs.js';
import { business } from '../api/panel-refusal.js';
import { type Major, type PanelUser, SQUADS, type UserFields } from './user.js';
import type { CreateRequest } from './user-request.js';

export interface BookState {
  readonly users: readonly PanelUser[];
  readonly nextId: number;
  readonly jobsAt: number;
}

/** The panel's users and what happens to them, by its own rules and jobs. Tells of everything the panel has an event for. */
export class UserBook {
  private readonly users = new Map<string, PanelUser>();
  private nextId = 1;
  private jobsAt: number;

  constructor(
    readonly major: Major,
    private readonly now: () => Date,
    private readonly tell: Tell,
  ) {
    this.jobsAt = now().getTime();
  }

  /** In the order of their names. */
  all(): readonly PanelUser[] {
    this.passTime();
    return [...this.users.values()].sort((one, other) => (one.username < other.username ? -1 : 1));
  }

  named(username: string): PanelUser | undefined {
    this.passTime();
    return this.users.get(username);
  }

  /** By the number of 3.x or the uuid of 2.x. */
  addressed(address: string): PanelUser | undefined {
    return this.all().find((user) => (this.major === 2 ? user.uuid : String(user.id)) === address);
  }

  linked(shortUuid: string): PanelUser | undefined {
    return this.all().find((user) => user.shortUuid === shortUuid);
  }

  /** A short id that is taken is noticed before a name that is. Throws `PanelRefusal`. */
  refuseTaken({ username, fields }: CreateRequest): void {
    if (fields.shortUuid !== undefined && this.linked(fields.shortUuid)) throw business('A020');
    if (this.named(username)) throw business('A019');
  }

  /** Throws `PanelRefusal`: what the database would not take is A018, whatever it was. */
  create(request: CreateRequest): PanelUser {
    this.refuseTaken(request);
    if (!isStorable(request.fields)) throw business('A018');
    const user = { ...this.blank(request.username), ...request.fields, expireAt: request.expireAt };
    this.users.set(user.username, user);
    this.tell('created', user);
    return user;
  }

  /** All or nothing. Throws `PanelRefusal`. */
  change(user: PanelUser, fields: UserFields): void {
    if (!isStorable(fields)) throw business('A039');
    const { status, ...rest } = fields;
    const before = { ...user };
    Object.assign(user, rest);
    user.status = statusAfter(before, fields);
    this.touched(user, 'modified');
  }

  disable(user: PanelUser): void {
    if (user.status === 'DISABLED') throw business('A029');
    user.status = 'DISABLED';
    this.touched(user, 'disabled');
  }

  /** Wakes whatever sleeps, for whatever reason; the next job looks at the reason. */
  enable(user: PanelUser): void {
    if (user.status === 'ACTIVE') throw business('A030');
    user.status = 'ACTIVE';
    this.touched(user, 'enabled');
  }

  /** Wakes a limited user, and no other. */
  resetTraffic(user: PanelUser): void {
    user.usedTrafficBytes = 0;
    user.lastTrafficResetAt = this.now().toISOString();
    if (user.status === 'LIMITED') user.status = 'ACTIVE';
    this.touched(user, 'traffic_reset');
  }

  /** The short id may be chosen, the keys are always minted here. Throws `PanelRefusal`. */
  revoke(user: PanelUser, { shortUuid, revokeOnlyPasswords }: { readonly shortUuid?: string; readonly revokeOnlyPasswords?: boolean }): void {
    const holder = shortUuid === undefined ? undefined : this.linked(shortUuid);
    if (holder && holder !== user) throw business('A020');
    Object.assign(user, secrets(), revokeOnlyPasswords ? {} : { shortUuid: shortUuid ?? aShortUuid() });
    user.subRevokedAt = this.now().toISOString();
    this.touched(user, 'revoked');
  }

  remove(user: PanelUser): void {
    this.users.delete(user.username);
    this.tell('deleted', user);
  }

  /** Traffic runs; nothing runs through a user who is not served. */
  use(user: PanelUser, bytes: number): boolean {
    if (user.status !== 'ACTIVE') return false;
    const first = user.firstConnectedAt === null;
    user.usedTrafficBytes += bytes;
    user.lifetimeUsedTrafficBytes += bytes;
    user.onlineAt = this.now().toISOString();
    user.firstConnectedAt ??= user.onlineAt;
    if (first) this.tell('first_connected', user);
    return true;
  }

  /** Puts a user there as an operator would, in place of one of the same name. */
  plant(username: string, fields: UserFields): PanelUser {
    const user = { ...this.blank(username), ...fields };
    this.users.set(username, user);
    return user;
  }

  state(): BookState {
    return structuredClone({ users: this.all(), nextId: this.nextId, jobsAt: this.jobsAt });
  }

  restore(state: BookState): void {
    this.users.clear();
    for (const user of structuredClone(state.users)) this.users.set(user.username, user);
    this.nextId = state.nextId;
    this.jobsAt = state.jobsAt;
  }

  clear(): void {
    this.restore({ users: [], nextId: 1, jobsAt: this.now().getTime() });
  }

  /** The same users in a book of their own, which tells nobody. */
  copy(): UserBook {
    const copy = new UserBook(this.major, this.now, () => undefined);
    copy.restore(this.state());
    return copy;
  }

  /** Runs the jobs that are due. */
  passTime(): void {
    const now = this.now().getTime();
    const last = this.jobsAt;
    this.jobsAt = now;
    if (now > last) runJobs(this.users.values(), last, now, this.tell, this.major);
  }

  private touched(user: PanelUser, event: Parameters<Tell>[0]): void {
    user.updatedAt = this.now().toISOString();
    this.tell(event, user);
  }

  private blank(username: string): PanelUser {
    const now = this.now().toISOString();
    const id = this.nextId;
    this.nextId += 1;
    return {
      id,
      uuid: randomUUID(),
      username,
      shortUuid: aShortUuid(),
      ...secrets(),
      status: 'ACTIVE',
      expireAt: now,
      trafficLimitBytes: 0,
      trafficLimitStrategy: 'NO_RESET',
      hwidDeviceLimit: null,
      telegramId: null,
      email: null,
      description: null,
      tag: null,
      squads: [],
      usedTrafficBytes: 0,
      lifetimeUsedTrafficBytes: 0,
      onlineAt: null,
      firstConnectedAt: null,
      lastTrafficResetAt: null,
      subRevokedAt: null,
      createdAt: now,
      updatedAt: now,
    };
  }
}

/** DISABLED is taken from an active user only; a later end wakes an expired one and a larger limit a limited one, unless a status is sent. */
function statusAfter(user: PanelUser, { status, expireAt, trafficLimitBytes: limit }: UserFields): PanelUser['status'] {
  if (status === 'ACTIVE') return 'ACTIVE';
  if (status === 'DISABLED') return user.status === 'ACTIVE' ? 'DISABLED' : user.status;
  if (user.status === 'EXPIRED' && expireAt !== undefined) return 'ACTIVE';
  const isLarger = limit !== undefined && (limit === 0 || limit > user.trafficLimitBytes);
  return user.status === 'LIMITED' && isLarger ? 'ACTIVE' : user.status;
}

/** Whole bytes, and squads that exist. */
function isStorable({ trafficLimitBytes: limit = 0, squads = [] }: UserFields): boolean {
  return Number.isInteger(limit) && squads.every((uuid) => SQUADS.some((squad) => squad.uuid === uuid));
}

function secrets(): Pick<PanelUser, 'vlessUuid' | 'trojanPassword' | 'ssPassword'> {
  const password = (): string => randomBytes(12).toString('hex');
  return { vlessUuid: randomUUID(), trojanPassword: password(), ssPassword: password() };
}

function aShortUuid(): string {
  return randomBytes(12).toString('base64url').replace(/[-_]/g, 'x');
}
