import { chaosContract } from './chaos.contract.js';

chaosContract('four minutes', { seconds: 240, perSecond: 200, strikes: { postgres: 3, redis: 5, processes: 10, providers: ['heleket', 'fragment', 'telegram'] } });
