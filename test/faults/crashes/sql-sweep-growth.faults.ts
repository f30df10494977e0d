import { GROWTH_FLOWS } from '../flows/growth-flows.js';
import { postgresStage } from '../stages/postgres-stage.js';
import { SERVER_URL } from '../stages/server-url.js';
import { crashSweepContract } from '../sweep/crash-sweep.contract.js';

crashSweepContract('every statement of rewards, promo codes and Telegram Stars, on Postgres', { points: 'statement or provider call', open: postgresStage(SERVER_URL), flows: GROWTH_FLOWS });
