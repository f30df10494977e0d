import { gatewayContract } from '../gateway.contract.js';
import { gatewayGuards } from '../gateway-guards.contract.js';
import { openHeleketWorld } from './heleket-world.js';

gatewayContract('Heleket', openHeleketWorld, { underpay: true, overpay: true, lateMoney: true, proof: 'signature' });
gatewayGuards('Heleket', openHeleketWorld);
