import { MemoryVpnPanel } from '#adapters/outbound/memory/providers/memory-vpn-panel.js';
import { FixedClock } from '#adapters/outbound/memory/runtime/fixed-clock.js';
import { NOW } from '../../builders/now.js';
import type { PanelWorld } from './panel-world.js';
import { vpnPanelContract } from './vpn-panel.contract.js';

vpnPanelContract('the memory panel', () => {
  const clock = new FixedClock(NOW);
  const panel = new MemoryVpnPanel(clock);
  const world: PanelWorld = {
    panel,
    placement: ['anywhere'],
    now: () => clock.now(),
    pass: (seconds) => clock.advance(seconds * 1000),
    use: (key, bytes) => panel.use(key, bytes),
    plant: (spec, marker) => panel.plant(spec, marker),
    loseNextAnswer: () => panel.loseNext('ensure'),
    failNextCall: () => {
      panel.failNext('ensure');
      panel.failNext('find');
    },
    accountsOf: (key) => (panel.accounts.has(key) ? 1 : 0),
    really: (key) => {
      const spec = panel.accounts.get(key)?.spec;
      return spec && { enabled: spec.enabled, expiresAt: spec.expiresAt, credential: spec.credential };
    },
    close: () => Promise.resolve(),
  };
  return Promise.resolve(world);
});
