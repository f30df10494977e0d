import { vpnPanelContract } from '../vpn-panel.contract.js';
import { wiredPanelContract } from '../wired-panel.contract.js';
import { openMarzbanWorld } from './marzban-world.js';

vpnPanelContract('Marzban', openMarzbanWorld);
wiredPanelContract('Marzban', openMarzbanWorld);
