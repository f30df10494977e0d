import { defineGateway } from '../../kit/define-gateway.js';
import { cryptobotConfig, REQUIRED, secretsOf } from './config.js';
import { CryptobotGateway } from './gateway.js';

/** Crypto and fiat invoices through Crypto Pay (@CryptoBot), paid in coins. */
export const cryptobot = defineGateway({
  id: 'cryptobot',
  configKey: 'cryptobot',
  required: REQUIRED,
  schema: cryptobotConfig,
  secrets: secretsOf,
  create: (config, deps) => new CryptobotGateway(config, deps),
});
