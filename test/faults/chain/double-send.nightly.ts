import { doubleSendContract } from './double-send.contract.js';

/** Ten thousand orders. */
doubleSendContract(834);
