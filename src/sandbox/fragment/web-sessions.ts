import { createHash, randomBytes } from 'node:crypto';

/** valid: may buy. expired: the login died. need_verify: logged in, but must pass a check before buying. need_ton: no wallet is connected. */
export const SESSION_STATES = ['valid', 'expired', 'need_verify', 'need_ton'] as const;
export type SessionState = (typeof SESSION_STATES)[number];

/** Who asks, as far as the cookies of the request tell. */
export interface Visitor {
  readonly ssid: string;
  /** Carries the cookies of the sandbox's account, alive or not. */
  readonly isAccount: boolean;
  readonly loggedIn: boolean;
  /** The raw address of the wallet connected to this browser. */
  readonly wallet: string | undefined;
}

export interface WebSessionsState {
  readonly state: SessionState;
  readonly generation: number;
  readonly wallets: readonly (readonly [token: string, address: string])[];
}

export type ReadCookie = (name: string) => string | undefined;

const ACCOUNT_SSID = secretOf('ssid').slice(0, 18);
const ACCOUNT_TOKEN = secretOf('telegram login') + secretOf('telegram login, second half');
const FIRST_WALLET_TOKEN = Buffer.from(secretOf('wallet') + secretOf('wallet, second half')).toString('base64url');
const API_HASH_DIGITS = 18;

/** The browser sessions of the site: one account that can be logged in, and any number of guests. */
export class WebSessions {
  private state: SessionState = 'valid';
  /** Every change of the session makes older hashes and challenges worthless. */
  private generation = 0;
  private wallets = new Map<string, string>();

  constructor(private readonly ownWallet: string) {
    this.reset();
  }

  /** The Cookie header that an operator would copy from a browser that is logged in with the wallet connected. */
  get initialCookies(): string {
    return `stel_ssid=${ACCOUNT_SSID}; stel_dt=-180; stel_token=${ACCOUNT_TOKEN}; stel_ton_token=${FIRST_WALLET_TOKEN}`;
  }

  get needsVerification(): boolean {
    return this.state === 'need_verify';
  }

  set(state: SessionState): void {
    this.state = state;
    this.generation += 1;
    if (state === 'need_ton') this.wallets.clear();
    if (state === 'valid') this.wallets.set(FIRST_WALLET_TOKEN, this.ownWallet);
  }

  visitor(cookie: ReadCookie): Visitor {
    const ssid = cookie('stel_ssid') ?? randomBytes(9).toString('hex');
    const isAccount = ssid === ACCOUNT_SSID && cookie('stel_token') === ACCOUNT_TOKEN;
    return {
      ssid,
      isAccount,
      loggedIn: isAccount && this.state !== 'expired',
      wallet: this.wallets.get(cookie('stel_ton_token') ?? ''),
    };
  }

  apiHash(visitor: Visitor): string {
    return secretOf(`api ${visitor.ssid} ${this.generation}`).slice(0, API_HASH_DIGITS);
  }

  challenge(visitor: Visitor): string {
    return secretOf(`ton_proof ${visitor.ssid} ${this.generation}`);
  }

  /** The token of a browser that proved to own the wallet. */
  connectWallet(address: string): string {
    const token = randomBytes(96).toString('base64url');
    this.wallets.set(token, address);
    return token;
  }

  snapshot(): WebSessionsState {
    return { state: this.state, generation: this.generation, wallets: [...this.wallets] };
  }

  restore(saved: WebSessionsState): void {
    this.state = saved.state;
    this.generation = saved.generation;
    this.wallets = new Map(saved.wallets);
  }

  reset(): void {
    this.wallets.clear();
    this.generation = 0;
    this.state = 'valid';
    this.wallets.set(FIRST_WALLET_TOKEN, this.ownWallet);
  }
}

function secretOf(label: string): string {
  return createHash('sha256').update(`sandbox market ${label}`).digest('hex');
}
