import { defineGateway } from '../../kit/define-gateway.js';
import { REQUIRED, secretsOf, wataConfig } from './config.js';
import { WataGateway } from './gateway.js';

/** Cards and fast bank payments through Wata's payment form. */
export const wata = defineGateway({
  id: 'wata',
  configKey: 'wata',
  required: REQUIRED,
  schema: wataConfig,
  secrets: secretsOf,
  create: (config, deps) => new WataGateway(config, deps),
});
