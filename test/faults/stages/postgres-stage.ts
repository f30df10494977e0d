import { aKeepingWorld, MemoryOutside } from '../flows/memory-outside.js';
import { gatewayBehind, notifierBehind, panelBehind, starsBehind } from '../sweep/behind-line.js';
import type { Scenery, Stage } from '../sweep/stage.js';
import { ShopFloor } from './shop-floor.js';

/** A database on the server, job queue included, and providers in memory; a point is a statement or a call of a provider's port. */
export const postgresStage = (serverUrl: string) => async (): Promise<Stage> => {
  const floor = await ShopFloor.open(serverUrl);
  const open = async (): Promise<Scenery> => {
    await floor.clear();
    const world = aKeepingWorld();
    const outside = new MemoryOutside(world);
    return {
      clock: world.clock,
      outside,
      books: floor.books,
      audit: floor.audit,
      owedWords: () => floor.owedWords(),
      begin: async (line) =>
        floor.begin(line, () => ({
          world,
          gateway: gatewayBehind(line, world.gateway),
          moreGateways: [gatewayBehind(line, outside.starTill)],
          stars: starsBehind(line, world.stars),
          panel: panelBehind(line, world.panel),
          notifier: notifierBehind(line, world.notifier),
        })),
    };
  };
  return { open };
};
