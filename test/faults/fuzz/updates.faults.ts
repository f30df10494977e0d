import { updateFuzzContract } from './updates.contract.js';

updateFuzzContract(600);
