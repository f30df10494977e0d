import { gatewayContract } from '../gateway.contract.js';
import { StarsWorld } from './stars-world.js';

gatewayContract('Telegram Stars', () => StarsWorld.open(), { underpay: false, overpay: true, exact: true, lateMoney: true, proof: 'none' });
