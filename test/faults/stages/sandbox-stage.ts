import { openWallet } from '#adapters/outbound/fragment/ton/wallet.js';
import { FixedClock } from '#adapters/outbound/memory/runtime/fixed-clock.js';
import { aWorld } from '../../builders/shop/a-shop.js';
import { PostgresSessionVault } from '#adapters/outbound/postgres/vaults/session-vault.js';
import { SandboxOutside } from '../flows/sandbox-outside.js';
import type { Scenery, Stage } from '../sweep/stage.js';
import { ShopFloor } from './shop-floor.js';
import { type Keys, realAdapters } from './real-adapters.js';

const FIRST_DAY = new FixedClock().now();

/** The real adapters over HTTP against the stand-ins: each statement, and each request of each protocol, is a call. */
export const sandboxStage = (serverUrl: string) => async (): Promise<Stage> => {
  const clock = new FixedClock();
  const floor = await ShopFloor.open(serverUrl);
  const outside = await SandboxOutside.open(clock);
  after(() => outside.close());
  const { seedPhrase, walletVersion, walletAddress } = outside.ton;
  // Deriving keys takes longer than a play, and gives the same ones each time.
  const keys: Keys = {
    wallet: await openWallet({ seedPhrase, version: walletVersion, expectedAddress: walletAddress }),
    vault: new PostgresSessionVault(floor.database, seedPhrase),
  };

  const open = async (): Promise<Scenery> => {
    clock.set(FIRST_DAY);
    await Promise.all([floor.clear(), outside.reset()]);
    const world = { ...aWorld(), clock };
    return {
      clock,
      outside,
      books: floor.books,
      audit: floor.audit,
      owedWords: () => floor.owedWords(),
      begin: async (line) => floor.begin(line, (unitOfWork) => ({ world, ...realAdapters({ seam: line, outside, keys, clock, database: floor.database, unitOfWork }) })),
    };
  };
  return { open };
};
