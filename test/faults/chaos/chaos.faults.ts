import { chaosContract } from './chaos.contract.js';

chaosContract('a minute and a half', { seconds: 75, perSecond: 200, strikes: { postgres: 1, redis: 2, processes: 5, providers: ['heleket'] } });
