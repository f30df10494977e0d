import { webhookFuzzContract } from './webhooks.contract.js';

webhookFuzzContract(4_000);
