import { definePanel } from '../../kit/define-panel.js';
import { remnawaveConfig, REQUIRED, secretsOf } from './config.js';
import { RemnawavePanel } from './panel.js';

/** VPN accounts at a Remnawave panel, 2.3+ or 3.x. */
export const remnawave = definePanel({
  kind: 'remnawave',
  prefix: 'REMNAWAVE',
  required: REQUIRED,
  schema: remnawaveConfig,
  secrets: secretsOf,
  create: (settings, deps) => new RemnawavePanel(settings, deps),
});
