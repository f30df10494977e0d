import { Container } from 'inversify';
import { corrections } from './modules/corrections.js';
import { panels } from './modules/panels.js';
import { growth } from './modules/growth.js';
import { platform } from './modules/platform.js';
import { providers } from './modules/providers.js';
import { starPayments } from './modules/star-payments.js';
import { useCases } from './modules/use-cases.js';
import { vpn } from './modules/vpn.js';
import type { Resources } from './resources.js';

/** The whole shop, wired. Everything is a singleton; nothing is built before it is asked for. */
export function createContainer(resources: Resources): Container {
  const container = new Container({ defaultScope: 'Singleton' });
  container.load(platform(resources), panels(resources), providers, useCases, starPayments, vpn, growth, corrections);
  return container;
}
