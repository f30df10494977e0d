import { killSweepContract } from './kill-sweep.contract.js';

killSweepContract('some 140 calls', 5);
