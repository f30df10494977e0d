import { Container } from 'inversify';
import { corrections } from './modules/corrections.js';
import { platform } from './modules/platform.js';
import { providers } from './modules/providers.js';
import { useCases } from './modules/use-cases.js';
import type { Resources } from './resources.js';

/** The whole shop, wired. Everything is a singleton; nothing is built before it is asked for. */
export function createContainer(resources: Resources): Container {
  const container = new Container({ defaultScope: 'Singleton' });
  container.load(platform(resources), providers, useCases, corrections);
  return container;
}
