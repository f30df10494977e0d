import { postgresStage } from '../stages/postgres-stage.js';
import { SERVER_URL } from '../stages/server-url.js';
import { crashSweepContract, doubleCrashContract } from '../sweep/crash-sweep.contract.js';

const onPostgres = { points: 'statement or provider call', open: postgresStage(SERVER_URL) };

crashSweepContract('every statement and moment, on Postgres', { ...onPostgres, whole: true });
// A sample of some hundred thousand pairs; in memory each is visited.
doubleCrashContract('pairs of statements, on Postgres', { ...onPostgres, every: 7 }, 13);
