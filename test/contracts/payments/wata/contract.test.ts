import { gatewayContract } from '../gateway.contract.js';
import { gatewayGuards } from '../gateway-guards.contract.js';
import { openWataWorld } from './wata-world.js';

gatewayContract('Wata', () => openWataWorld(), { underpay: false, overpay: true, lateMoney: false, proof: 'signature' });
gatewayGuards('Wata', () => openWataWorld());
