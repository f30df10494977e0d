import { defineGateway } from '../../kit/define-gateway.js';
import { heleketConfig, REQUIRED, secretsOf } from './config.js';
import { HeleketGateway } from './gateway.js';

/** Crypto invoices through Heleket. */
export const heleket = defineGateway({
  id: 'heleket',
  configKey: 'heleket',
  required: REQUIRED,
  schema: heleketConfig,
  secrets: secretsOf,
  create: (config, deps) => new HeleketGateway(config, deps),
});
