import { randomBytes } from 'node:crypto';
import type { Context } from 'koa';

export type Scope = 'admin' | 'monitor' | 'node-sync';

export interface XuiCredentials {
  readonly tokens: Readonly<Record<string, Scope>>;
  readonly username: string;
  readonly password: string;
}

export interface DoorOptions {
  readonly now: () => Date;
  readonly credentials: XuiCredentials;
  /** Tokens and CSRF came with 3.0. */
  readonly isModern: boolean;
  /** A proxy in front drops the header that makes the panel say 401. */
  readonly hidesItself: boolean;
}

/** How a caller is turned away: a status and a body that is empty but for a scope. */
export interface TurnedAway {
  readonly status: number;
  readonly body: object | '';
}

interface Session {
  readonly csrf: string;
  loggedIn: boolean;
}

const COOKIE = '3x-ui';
const TRIES = 5;
const WINDOW_MS = 5 * 60_000;
const BLOCK_MS = 15 * 60_000;

/** Who may come in: a bearer with its scope, or a browser's session, which also needs a CSRF header for each change. */
export class FrontDoor {
  tokensKnown = true;
  private readonly sessions = new Map<string, Session>();
  private failures: number[] = [];
  private blockedUntil = 0;

  constructor(private readonly options: DoorOptions) {}

  /** Undefined for who may make this call. */
  refusal(ctx: Context): TurnedAway | undefined {
    const scope = this.scopeOf(ctx);
    if (scope) {
      const allowed = scope === 'admin' || ctx.method === 'GET';
      return allowed ? undefined : { status: 403, body: { success: false, msg: 'the token is out of its scope' } };
    }
    if (!this.session(ctx)?.loggedIn) {
      const isAjax = ctx.get('x-requested-with') === 'XMLHttpRequest';
      return { status: isAjax && this.options.isModern && !this.options.hidesItself ? 401 : 404, body: '' };
    }
    return ctx.method === 'GET' || this.hasCsrf(ctx) ? undefined : { status: 403, body: '' };
  }

  /** The CSRF token of a session, begun with this call when there is none. */
  csrf(ctx: Context): string {
    return this.begun(ctx).csrf;
  }

  hasCsrf(ctx: Context): boolean {
    const session = this.session(ctx);
    return !this.options.isModern || (session !== undefined && ctx.get('x-csrf-token') === session.csrf);
  }

  /** After five failures in five minutes everybody is told for fifteen that the password is wrong. */
  login(ctx: Context, username: unknown, password: unknown): boolean {
    const now = this.options.now().getTime();
    const isRight = username === this.options.credentials.username && password === this.options.credentials.password;
    if (now < this.blockedUntil) return false;
    if (!isRight) this.countFailure(now);
    else this.begun(ctx).loggedIn = true;
    return isRight;
  }

  clear(): void {
    this.tokensKnown = true;
    this.sessions.clear();
    this.failures = [];
    this.blockedUntil = 0;
  }

  private countFailure(now: number): void {
    this.failures = [...this.failures.filter((at) => now - at < WINDOW_MS), now];
    if (this.failures.length >= TRIES) this.blockedUntil = now + BLOCK_MS;
  }

  private begun(ctx: Context): Session {
    const known = this.session(ctx);
    if (known) return known;
    const session = { csrf: randomBytes(16).toString('hex'), loggedIn: false };
    const id = randomBytes(16).toString('hex');
    this.sessions.set(id, session);
    ctx.set('set-cookie', `${COOKIE}=${id}; Path=/; HttpOnly`);
    return session;
  }

  private scopeOf(ctx: Context): Scope | undefined {
    const [, token] = /^Bearer (\S+)$/.exec(ctx.get('authorization')) ?? [];
    return token !== undefined && this.tokensKnown && this.options.isModern ? this.options.credentials.tokens[token] : undefined;
  }

  private session(ctx: Context): Session | undefined {
    return this.sessions.get(ctx.cookies.get(COOKIE) ?? '');
  }
}
