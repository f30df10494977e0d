import { definePanel } from '../../kit/define-panel.js';
import { REQUIRED, secretsOf, xuiSettings } from './config.js';
import { XuiPanel } from './panel.js';

/** VPN accounts at a 3x-ui. */
export const xui = definePanel({
  kind: '3x-ui',
  prefix: 'XUI',
  required: REQUIRED,
  schema: xuiSettings,
  secrets: secretsOf,
  create: (settings, deps) => new XuiPanel(settings, deps),
});
