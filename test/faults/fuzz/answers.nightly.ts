import { answerFuzzContract } from './answers.contract.js';

answerFuzzContract(100_000);
