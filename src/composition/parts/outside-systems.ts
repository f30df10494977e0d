import type { UnitOfWork } from '#use-cases/ports/persistence/unit-of-work.js';
import type { Config } from '../config/config.js';

/** The name by which the adapters of panels call theirs. */
export function panelSystem(panelId: string): string {
  return `panel:${panelId}`;
}

/** Every system whose circuit is watched, but the panels. */
export function constantSystems({ gateways }: Config): readonly string[] {
  return ['telegram', ...gateways.map(({ id }) => id), 'fragment', 'ton'];
}

/** All of them. While the store is away nobody knows which panels there are, and the others are still to be shown. */
export async function outsideSystems(config: Config, unitOfWork: UnitOfWork): Promise<readonly string[]> {
  const panels = await unitOfWork.run((tx) => tx.panels.all()).catch(() => []);
  return [...constantSystems(config), ...panels.map(({ id }) => panelSystem(id))];
}
