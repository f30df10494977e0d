import { createHmac } from 'node:crypto';
import { WireRefusal } from './wire-refusal.js';

export interface Admin {
  readonly username: string;
  readonly sudo: boolean;
  /** The one of the environment has none, and its users have no owner. */
  readonly hasRow: boolean;
}

export interface AdminAccount extends Admin {
  readonly password: string;
}

const LIFETIME_SECONDS = 24 * 3_600;

/** Signs administrators in and knows their tokens again, for a day or until their password changes. */
export class AdminDesk {
  private readonly accounts: Map<string, AdminAccount>;

  constructor(
    accounts: readonly AdminAccount[],
    private readonly now: () => Date,
  ) {
    this.accounts = new Map(accounts.map((account) => [account.username, account]));
  }

  /** Takes a form and nothing else. */
  signIn(form: URLSearchParams): { readonly access_token: string; readonly token_type: 'bearer' } {
    const missing = ['username', 'password'].filter((field) => !form.has(field));
    if (missing.length > 0) throw new WireRefusal(422, Object.fromEntries(missing.map((field) => [field, 'Field required'])));
    const account = this.accounts.get(form.get('username') ?? '');
    if (account?.password !== form.get('password')) throw new WireRefusal(401, 'Incorrect username or password');
    const iat = Math.floor(this.now().getTime() / 1000);
    const claims = { sub: account.username, access: account.sudo ? 'sudo' : 'admin', iat, exp: iat + LIFETIME_SECONDS };
    const said = `${encoded({ alg: 'HS256', typ: 'JWT' })}.${encoded(claims)}`;
    return { access_token: `${said}.${signature(said, account)}`, token_type: 'bearer' };
  }

  /** Who calls, by the `Authorization` header. */
  admit(header: string): Admin {
    if (!header.startsWith('Bearer ')) throw new WireRefusal(401, 'Not authenticated');
    const [head = '', claims = '', sign] = header.slice('Bearer '.length).split('.');
    const account = this.accounts.get(claimsOf(claims).sub);
    const good = account && sign === signature(`${head}.${claims}`, account) && claimsOf(claims).exp > this.now().getTime() / 1000;
    if (!good) throw new WireRefusal(401, 'Could not validate credentials');
    return account;
  }

  /** Whoever signed in with the old one is out. */
  changePassword(username: string, password: string): void {
    const account = this.accounts.get(username);
    if (account) this.accounts.set(username, { ...account, password });
  }
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** The password is a part of the key, so that a new one makes older tokens worthless. */
function signature(said: string, { password }: AdminAccount): string {
  return createHmac('sha256', `sandbox-marzban-jwt-secret:${password}`).update(said).digest('base64url');
}

function claimsOf(text: string): { readonly sub: string; readonly exp: number } {
  try {
    const claims = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as { sub?: unknown; exp?: unknown } | null;
    return { sub: String(claims?.sub), exp: Number(claims?.exp) };
  } catch {
    return { sub: '', exp: 0 };
  }
}
