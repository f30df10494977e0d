import { vpnPanelContract } from '../vpn-panel.contract.js';
import { wiredPanelContract } from '../wired-panel.contract.js';
import { openXuiWorld } from './xui-world.js';

vpnPanelContract('3x-ui', openXuiWorld);
wiredPanelContract('3x-ui', openXuiWorld);
