import { killSweepContract } from './kill-sweep.contract.js';

killSweepContract('every call, before it, amid it and after it');
