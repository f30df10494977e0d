import { soakContract } from './soak.contract.js';

soakContract(30, 5);
