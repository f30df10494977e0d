import { webhookFuzzContract } from './webhooks.contract.js';

webhookFuzzContract(100_000);
