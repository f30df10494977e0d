import { gatewayContract } from '../gateway.contract.js';
import { openYookassaWorld } from './yookassa-world.js';

gatewayContract('YooKassa', openYookassaWorld, { underpay: false, overpay: false, lateMoney: true, proof: 'read-back' });
