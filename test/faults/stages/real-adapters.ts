import { FragmentProtocol } from '#adapters/outbound/fragment/protocol/protocol.js';
import { FragmentStarProvider } from '#adapters/outbound/fragment/provider.js';
import { SessionStore } from '#adapters/outbound/fragment/session/session-store.js';
import { FragmentSession } from '#adapters/outbound/fragment/session/session.js';
import { ToncenterChain } from '#adapters/outbound/fragment/ton/chain.js';
import type { TonWallet } from '#adapters/outbound/fragment/ton/wallet.js';
import type { CallSeam } from '#adapters/outbound/kit/call-seam.js';
import { HttpClient } from '#adapters/outbound/kit/http-client.js';
import type { FixedClock } from '#adapters/outbound/memory/runtime/fixed-clock.js';
import { MemoryLogger } from '#adapters/outbound/memory/runtime/memory-logger.js';
import { marzbanSettings } from '#adapters/outbound/panels/marzban/config.js';
import { MarzbanPanel } from '#adapters/outbound/panels/marzban/panel.js';
import { HeleketGateway } from '#adapters/outbound/payments/heleket/gateway.js';
import type { Database } from '#adapters/outbound/postgres/connection.js';
import { PostgresDialogueStore } from '#adapters/outbound/postgres/dialogue-store.js';
import { StoredWatchedScreens } from '#adapters/outbound/telegram/stored-watched-screens.js';
import { TelegramNotifier } from '#adapters/outbound/telegram/telegram-notifier.js';
import { Texts } from '#adapters/texts/texts.js';
import type { UnitOfWork } from '#use-cases/ports/persistence/unit-of-work.js';
import type { SessionVault } from '#use-cases/ports/runtime/session-vault.js';
import type { ShopParts } from '../../builders/shop/a-shop.js';
import type { SandboxOutside } from '../flows/sandbox-outside.js';
import { MERCHANT } from '../flows/sandbox-outside.js';

const VOID_MARGIN_SECONDS = 120;
/** The panel's adapter waits until a link has settled; here that costs the world's time alone. */
const LINK_SETTLES_MS = 3_000;

/** Deriving them takes long, and gives the same each time. */
export interface Keys {
  readonly wallet: TonWallet;
  readonly vault: SessionVault;
}

/** Where the adapters stand: every request of theirs crosses the seam. */
export interface Edge {
  readonly seam: CallSeam;
  readonly outside: SandboxOutside;
  readonly keys: Keys;
  readonly clock: FixedClock;
  readonly database: Database;
  readonly unitOfWork: UnitOfWork;
}

/** As the service wires them, over one client. */
export function realAdapters({ seam, outside, keys: { wallet, vault }, clock, database, unitOfWork }: Edge): ShopParts {
  const http = new HttpClient(seam, { pauseMs: 1 });
  const logger = new MemoryLogger();
  const { origin, telegram, fragment } = outside;
  const session = new FragmentSession({ http, baseUrl: `${origin}/sandbox/fragment/site`, clock, logger, store: new SessionStore(vault, fragment.initialCookies), wallet });
  const chain = new ToncenterChain({ http, baseUrl: `${origin}/sandbox/ton/api`, apiKey: undefined });
  const heleket = { ...MERCHANT, baseUrl: `${origin}/sandbox/heleket/api`, lifetimeSeconds: 3600, webhookIps: undefined, simplifiedSecret: undefined };
  return {
    gateway: new HeleketGateway(heleket, { http, clock, webhookUrl: () => undefined, returnUrl: undefined }),
    stars: new FragmentStarProvider({ session, protocol: new FragmentProtocol(session, false), wallet, chain, clock, logger, voidMarginSeconds: VOID_MARGIN_SECONDS }),
    panel: new MarzbanPanel(marzbanSettings.parse(outside.panelSettings), { id: 'marzban', http, clock }, async () => clock.advance(LINK_SETTLES_MS)),
    notifier: new TelegramNotifier({
      token: telegram.token,
      apiRoot: `${origin}/sandbox/telegram/api/`,
      http,
      unitOfWork,
      texts: new Texts(),
      watched: new StoredWatchedScreens(new PostgresDialogueStore(database, clock)),
      clock,
      logger,
    }),
  };
}
