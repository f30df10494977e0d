import type { Clock } from '#use-cases/ports/runtime/clock.js';
import type { Logger } from '#use-cases/ports/runtime/logger.js';
import type { TonWallet } from '../ton/wallet.js';
import { type ApiOptions, FragmentApi, type Fields, TELEGRAM_COOKIE } from './api.js';
import { CookieJar } from './cookie-jar.js';
import { FragmentFault } from './fragment-fault.js';
import type { SessionStore } from './session-store.js';

export interface SessionOptions extends ApiOptions {
  readonly store: SessionStore;
  readonly wallet: TonWallet;
  readonly clock: Clock;
  readonly logger: Logger;
}

const REPROVABLE: readonly string[] = ['session', 'need-wallet'];
const WALLET_COOKIE = 'stel_ton_token';

/**
 * The shop's login at Fragment: a browser session a person made once, and the wallet half that this process can renew itself.
 * A session that fails the probe never replaces one that was kept.
 */
export class FragmentSession {
  private current: FragmentApi | undefined;

  constructor(private readonly options: SessionOptions) {}

  /** Reads with the session's rights; the wallet is proved again once where Fragment has forgotten it. */
  async call(method: string, fields: Fields): Promise<Readonly<Record<string, unknown>>> {
    const api = await this.api();
    try {
      return await api.call(method, fields);
    } catch (error) {
      if (!(error instanceof FragmentFault) || !REPROVABLE.includes(error.kind)) throw error;
      await this.proveWallet(api);
      return api.call(method, fields);
    }
  }

  async html(name: string, path: string): Promise<string> {
    return (await this.api()).html(name, path);
  }

  /** Throws the fault that makes the session useless for buying; keeps the cookies of one that works. Moves no money. */
  async probe(): Promise<void> {
    const api = await this.api();
    try {
      await this.probeOf(api);
    } catch (error) {
      // What is kept was good once: the next try begins with it, not with what this one was left with.
      this.current = undefined;
      throw error;
    }
    await this.keepIfChanged(api);
  }

  /** Replaces the session by these cookies if, and only if, they pass the probe. */
  async offer(header: string): Promise<void> {
    const api = new FragmentApi(this.options, CookieJar.fromHeader(header));
    await this.probeOf(api);
    await this.options.store.keep(api.jar);
    api.changed = false;
    this.current = api;
  }

  private async api(): Promise<FragmentApi> {
    this.current ??= await this.open();
    return this.current;
  }

  /** The configured cookies go first where they are new, but only if they work; else the kept ones, else an empty jar. */
  private async open(): Promise<FragmentApi> {
    const { kept, configured } = await this.options.store.load();
    if (!configured) return new FragmentApi(this.options, kept ?? new CookieJar());
    const api = new FragmentApi(this.options, configured);
    if (!kept) {
      api.changed = true;
      return api;
    }
    try {
      await this.probeOf(api);
    } catch (error) {
      if (!(error instanceof FragmentFault)) throw error;
      this.options.logger.warn({ fault: error.kind }, 'the configured Fragment cookies do not work, the kept session stays');
      return new FragmentApi(this.options, kept);
    }
    await this.options.store.keep(api.jar);
    api.changed = false;
    return api;
  }

  private async probeOf(api: FragmentApi): Promise<void> {
    try {
      await this.check(api);
    } catch (error) {
      if (!(error instanceof FragmentFault) || !REPROVABLE.includes(error.kind)) throw error;
      await this.proveWallet(api);
      await this.check(api);
    }
  }

  private async check(api: FragmentApi): Promise<void> {
    const page = await api.openPage();
    // Uncertain: a session of the wallet alone may buy for some accounts, and its page may not count as logged in.
    if (!page.loggedIn && api.hasLogin) throw new FragmentFault('session', 'openPage');
    if (!api.jar.has(WALLET_COOKIE, this.options.clock.now())) throw new FragmentFault('need-wallet', 'openPage');
    await api.call('updateStarsBuyState', { mode: 'new', lv: 'false', dh: nonce() });
  }

  private async proveWallet(api: FragmentApi): Promise<void> {
    const { wallet, clock, baseUrl, logger } = this.options;
    const { challenge } = await api.openPage();
    if (challenge === undefined) throw new FragmentFault('need-wallet', 'checkTonProofAuth');
    const timestamp = Math.floor(clock.now().getTime() / 1000);
    const proof = wallet.prove({ challenge, domain: new URL(baseUrl).host, timestamp });
    const answer = await api.call('checkTonProofAuth', { account: wallet.account, device: wallet.device, proof });
    if (answer['verified'] !== true) throw new FragmentFault('need-wallet', 'checkTonProofAuth');
    const until = api.jar.expiryOf(WALLET_COOKIE)?.toISOString();
    logger.info({ wallet: wallet.friendly, until }, 'the wallet was proved to Fragment again');
  }

  private async keepIfChanged(api: FragmentApi): Promise<void> {
    if (!api.changed) return;
    await this.options.store.keep(api.jar);
    api.changed = false;
    const until = api.jar.expiryOf(TELEGRAM_COOKIE)?.toISOString();
    this.options.logger.debug({ until }, 'the Fragment session changed and was kept');
  }
}

/** `dh` is a number the page's script makes up; any will do. */
export function nonce(): string {
  return String(1 + Math.floor(Math.random() * 2_147_483_646));
}
