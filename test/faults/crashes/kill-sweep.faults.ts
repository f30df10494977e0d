import { killSweepContract } from './kill-sweep.contract.js';

killSweepContract('some 200 calls', 7);
