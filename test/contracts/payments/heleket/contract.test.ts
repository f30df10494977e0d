import { gatewayContract } from '../gateway.contract.js';
import { gatewayGuards } from '../gateway-guards.contract.js';
import { openHeleketWorld } from './heleket-world.js';

gatewayContract('Heleket', openHeleketWorld);
gatewayGuards('Heleket', openHeleketWorld);
