import { PURCHASE_FLOWS } from '../flows/purchase-flows.js';
import { postgresStage } from '../stages/postgres-stage.js';
import { SERVER_URL } from '../stages/server-url.js';
import { crashSweepContract } from '../sweep/crash-sweep.contract.js';

crashSweepContract('every statement of a purchase, on Postgres', { points: 'statement or provider call', open: postgresStage(SERVER_URL), flows: PURCHASE_FLOWS });
