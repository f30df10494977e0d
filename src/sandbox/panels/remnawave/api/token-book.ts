import { createHmac, timingSafeEqual } from 'node:crypto';

const HEADER = { alg: 'HS256', typ: 'JWT' };
const EVERYTHING = ['*'];

interface Claims {
  readonly uuid: string;
  readonly exp: number;
}

/** The API tokens of the panel: JWTs with an end, and scopes that only the panel knows. */
export class TokenBook {
  private readonly scopes = new Map<string, readonly string[]>();

  constructor(
    private key: string,
    private readonly now: () => Date,
  ) {}

  /** The same name and end give the same token. */
  issue(name: string, expiresAt: Date, scopes: readonly string[] = EVERYTHING): string {
    this.scopes.set(name, scopes);
    const payload = { uuid: name, username: null, role: 'API', iat: 1_767_225_600, exp: Math.floor(expiresAt.getTime() / 1000) };
    const text = [HEADER, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    return `${text}.${this.signature(text)}`;
  }

  /** Somebody deletes the token in the dashboard. */
  remove(name: string): void {
    this.scopes.delete(name);
  }

  /** Every token issued so far is garbage from now on. */
  changeKey(key: string): void {
    this.key = key;
  }

  /** 401 for no token or one that is not valid, 403 for one that was deleted or lacks the scope. */
  judge(authorization: string, scope: string): 200 | 401 | 403 {
    const claims = this.claims(/^Bearer (\S+)$/.exec(authorization)?.[1] ?? '');
    if (!claims || claims.exp * 1000 <= this.now().getTime()) return 401;
    const scopes = this.scopes.get(claims.uuid) ?? [];
    return scopes.includes('*') || scopes.includes(scope) ? 200 : 403;
  }

  private claims(token: string): Claims | undefined {
    const [header = '', payload = '', signature = ''] = token.split('.');
    const expected = Buffer.from(this.signature(`${header}.${payload}`));
    const given = Buffer.from(signature);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
    return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Claims;
  }

  private signature(text: string): string {
    return createHmac('sha256', this.key).update(text).digest('base64url');
  }
}
