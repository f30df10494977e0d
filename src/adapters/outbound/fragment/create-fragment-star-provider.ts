import type { HttpClient } from '#adapters/outbound/kit/http-client.js';
import type { Clock } from '#use-cases/ports/runtime/clock.js';
import type { Logger } from '#use-cases/ports/runtime/logger.js';
import type { SessionVault } from '#use-cases/ports/runtime/session-vault.js';
import type { FragmentConfig } from './config.js';
import { FragmentProtocol } from './protocol/protocol.js';
import { FragmentStarProvider } from './provider.js';
import { FragmentSession } from './session/session.js';
import { SessionStore } from './session/session-store.js';
import { ToncenterChain } from './ton/chain.js';
import { openWallet } from './ton/wallet.js';

export interface FragmentParts {
  readonly http: HttpClient;
  readonly vault: SessionVault;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly config: FragmentConfig;
}

/** Throws `InvalidSeedPhrase` or `WalletMismatch` for a wallet that is not the configured one; calls nobody. */
export async function createFragmentStarProvider({ http, vault, clock, logger, config }: FragmentParts): Promise<FragmentStarProvider> {
  const wallet = await openWallet({ seedPhrase: config.seedPhrase, version: config.walletVersion, expectedAddress: config.walletAddress });
  const store = new SessionStore(vault, config.cookies);
  const session = new FragmentSession({ http, baseUrl: config.baseUrl, clock, logger, store, wallet });
  return new FragmentStarProvider({
    session,
    protocol: new FragmentProtocol(session, config.showSender),
    wallet,
    chain: new ToncenterChain({ http, baseUrl: config.tonApiUrl, apiKey: config.tonApiKey }),
    clock,
    logger,
    voidMarginSeconds: config.voidMarginSeconds,
  });
}
