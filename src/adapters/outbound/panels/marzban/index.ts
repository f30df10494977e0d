import { definePanel } from '../../kit/define-panel.js';
import { marzbanSettings, REQUIRED, secretsOf } from './config.js';
import { MarzbanPanel } from './panel.js';

/** Accounts at a Marzban 0.8. */
export const marzban = definePanel({
  kind: 'marzban',
  prefix: 'MARZBAN',
  required: REQUIRED,
  schema: marzbanSettings,
  secrets: secretsOf,
  create: (settings, deps) => new MarzbanPanel(settings, deps),
});
