import { PAYMENT_FLOWS } from '../flows/payment-flows.js';
import { REFUND_FLOWS } from '../flows/refund-flows.js';
import { postgresStage } from '../stages/postgres-stage.js';
import { SERVER_URL } from '../stages/server-url.js';
import { crashSweepContract } from '../sweep/crash-sweep.contract.js';

crashSweepContract('every statement of top-ups and refunds, on Postgres', {
  points: 'statement or provider call',
  open: postgresStage(SERVER_URL),
  flows: [...PAYMENT_FLOWS, ...REFUND_FLOWS],
});
