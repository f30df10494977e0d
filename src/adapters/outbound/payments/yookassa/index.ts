import { defineGateway } from '../../kit/define-gateway.js';
import { REQUIRED, secretsOf, yookassaConfig } from './config.js';
import { YookassaGateway } from './gateway.js';

/** Cards, SBP and wallets in rubles through YooKassa. */
export const yookassa = defineGateway({
  id: 'yookassa',
  configKey: 'yookassa',
  required: REQUIRED,
  schema: yookassaConfig,
  secrets: secretsOf,
  create: (config, deps) => new YookassaGateway(config, deps),
});
