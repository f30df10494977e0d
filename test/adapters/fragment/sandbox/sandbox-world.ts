import { createFragmentStarProvider } from '#adapters/outbound/fragment/create-fragment-star-provider.js';
import { FragmentProtocol } from '#adapters/outbound/fragment/protocol/protocol.js';
import { FragmentStarProvider } from '#adapters/outbound/fragment/provider.js';
import { FragmentSession } from '#adapters/outbound/fragment/session/session.js';
import { SessionStore } from '#adapters/outbound/fragment/session/session-store.js';
import { type TonChain, ToncenterChain } from '#adapters/outbound/fragment/ton/chain.js';
import { openWallet } from '#adapters/outbound/fragment/ton/wallet.js';
import { MemoryLogger } from '#adapters/outbound/memory/runtime/memory-logger.js';
import { MemorySessionVault } from '#adapters/outbound/memory/runtime/memory-session-vault.js';
import { Money } from '#domain/shared/money.js';
import { FragmentSimulator } from '#sandbox/fragment/fragment-simulator.js';
import { TonSimulator } from '#sandbox/ton/ton-simulator.js';
import type { Observation, StarAttempt, StarPurchase } from '#use-cases/ports/providers/star-provider.js';
import type { Clock } from '#use-cases/ports/runtime/clock.js';
import { Stand } from '../../../sandbox/ton/ton-stand.js';
import { anHttpClient } from '../fixtures.js';

export const MAX_COST = Money.parse('1', 'TON');

/** The provider before the sandbox's Fragment and chain, over real HTTP, on a clock that only the test moves. */
export class SandboxWorld {
  readonly logger = new MemoryLogger();
  private attempts = 0;

  private constructor(
    readonly stand: Stand,
    readonly ton: TonSimulator,
    readonly fragment: FragmentSimulator,
    readonly vault: MemorySessionVault,
    private readonly clock: Clock,
    private readonly url: string,
  ) {}

  static async open(): Promise<SandboxWorld> {
    const stand = new Stand();
    const clock: Clock = { now: stand.context.now };
    const ton = await TonSimulator.create(stand.context);
    const fragment = new FragmentSimulator(stand.context, ton);
    const url = await stand.open(ton, fragment);
    return new SandboxWorld(stand, ton, fragment, new MemorySessionVault(clock), clock, url);
  }

  close(): Promise<void> {
    return this.stand.close();
  }

  /** As after a start: nothing is remembered but what the vault keeps. */
  provider(cookies = this.fragment.initialCookies): Promise<FragmentStarProvider> {
    return createFragmentStarProvider({
      http: anHttpClient(),
      vault: this.vault,
      clock: this.clock,
      logger: this.logger,
      config: {
        seedPhrase: this.ton.seedPhrase,
        walletVersion: this.ton.walletVersion,
        walletAddress: this.ton.walletAddress,
        cookies,
        baseUrl: `${this.url}/sandbox/fragment/site`,
        tonApiUrl: `${this.url}/sandbox/ton/api`,
        tonApiKey: undefined,
        showSender: false,
        voidMarginSeconds: 120,
      },
    });
  }

  /** The same provider, but what it hears from the chain, and from Fragment, may be bent. */
  async providerOn(bend: (chain: TonChain) => TonChain, follow = (session: FragmentSession): FragmentProtocol => new FragmentProtocol(session, false)): Promise<FragmentStarProvider> {
    const { clock, logger, vault, ton } = this;
    const http = anHttpClient();
    const wallet = await openWallet({ seedPhrase: ton.seedPhrase, version: ton.walletVersion, expectedAddress: ton.walletAddress });
    const store = new SessionStore(vault, this.fragment.initialCookies);
    const session = new FragmentSession({ http, baseUrl: `${this.url}/sandbox/fragment/site`, clock, logger, store, wallet });
    const chain = bend(new ToncenterChain({ http, baseUrl: `${this.url}/sandbox/ton/api`, apiKey: undefined, rateLimitPauseMs: 1 }));
    return new FragmentStarProvider({ session, protocol: follow(session), wallet, chain, clock, logger });
  }

  async purchase(provider: FragmentStarProvider, username = 'alice', stars = 50): Promise<StarPurchase> {
    const check = await provider.checkRecipient(username);
    if (check.outcome !== 'found') throw new Error(`${username} was not found`);
    return { orderId: 'order-1', stars, recipient: check.recipient };
  }

  async prepare(provider: FragmentStarProvider, username = 'alice', stars = 50): Promise<StarAttempt> {
    this.attempts += 1;
    return provider.prepare(await this.purchase(provider, username, stars), MAX_COST, `attempt-${this.attempts}`);
  }

  /** Lets the chain go on for so long and looks. */
  async after(seconds: number, provider: FragmentStarProvider, attempt: StarAttempt): Promise<Observation> {
    this.stand.tick(seconds);
    return provider.observe(attempt);
  }

  printed(): string {
    return JSON.stringify(this.logger.lines);
  }
}
