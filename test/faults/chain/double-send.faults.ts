import { doubleSendContract } from './double-send.contract.js';

doubleSendContract(5);
