import { updateFuzzContract } from './updates.contract.js';

updateFuzzContract(100_000);
