import { memoryStage } from '../stages/memory-stage.js';
import { doubleCrashContract } from '../sweep/crash-sweep.contract.js';

doubleCrashContract('process memory, every pair', { points: 'transaction or provider call', open: memoryStage }, 1);
