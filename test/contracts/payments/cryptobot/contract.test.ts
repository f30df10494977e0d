import { gatewayContract } from '../gateway.contract.js';
import { gatewayGuards } from '../gateway-guards.contract.js';
import { openCryptobotWorld } from './cryptobot-world.js';

const TRAITS = { underpay: false, overpay: false, lateMoney: false, proof: 'signature' } as const;
const inRoubles = () => openCryptobotWorld({ currency: 'RUB', oddAmount: '12.34' });

gatewayContract('Crypto Pay in a coin', () => openCryptobotWorld(), TRAITS);
gatewayGuards('Crypto Pay in a coin', () => openCryptobotWorld());
gatewayContract('Crypto Pay in fiat money', inRoubles, TRAITS);
gatewayGuards('Crypto Pay in fiat money', inRoubles);
gatewayContract('Crypto Pay with refunds', () => openCryptobotWorld({ config: { transfers: true } }), TRAITS);
