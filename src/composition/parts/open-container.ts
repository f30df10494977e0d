import type { Container } from 'inversify';
import { createContainer } from '../container.js';
import { CIRCUIT_FIGURE, type Resources } from '../resources.js';
import { TOKENS as T } from '../tokens.js';
import { panelSystem } from './outside-systems.js';

/** The container with the panels of the environment in their rows: nothing that asks for panels runs before. */
export async function openContainer(resources: Resources): Promise<Container> {
  const container = createContainer(resources);
  const panels = await container.get(T.registerPanels).execute(resources.config.panels);
  for (const { id } of panels) resources.metrics.gauge('polaris_circuit_state', CIRCUIT_FIGURE.closed, { system: panelSystem(id) });
  return container;
}
