import { memoryStage } from '../stages/memory-stage.js';
import { crashSweepContract, doubleCrashContract } from '../sweep/crash-sweep.contract.js';

const inMemory = { points: 'transaction or provider call', open: memoryStage };

crashSweepContract('process memory', inMemory);
// A sample keeps the suite quick; every pair is visited at night.
doubleCrashContract('process memory', inMemory, 29);
