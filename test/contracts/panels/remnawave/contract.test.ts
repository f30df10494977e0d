import { vpnPanelContract } from '../vpn-panel.contract.js';
import { wiredPanelContract } from '../wired-panel.contract.js';
import { openRemnawaveWorld } from './remnawave-world.js';

for (const major of [2, 3] as const) {
  vpnPanelContract(`Remnawave ${major}.x`, () => openRemnawaveWorld(major));
  wiredPanelContract(`Remnawave ${major}.x`, () => openRemnawaveWorld(major));
}
