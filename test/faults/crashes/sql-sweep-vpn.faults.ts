import { VPN_FLOWS } from '../flows/vpn-flows.js';
import { postgresStage } from '../stages/postgres-stage.js';
import { SERVER_URL } from '../stages/server-url.js';
import { crashSweepContract } from '../sweep/crash-sweep.contract.js';

crashSweepContract('every statement of the VPN half, on Postgres', { points: 'statement or provider call', open: postgresStage(SERVER_URL), flows: VPN_FLOWS });
