import { answerFuzzContract } from './answers.contract.js';

answerFuzzContract(3_000);
