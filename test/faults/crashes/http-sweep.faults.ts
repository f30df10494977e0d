import { ALL_FLOWS } from '../flows/all-flows.js';
import { sandboxStage } from '../stages/sandbox-stage.js';
import { SERVER_URL } from '../stages/server-url.js';
import { crashSweepContract } from '../sweep/crash-sweep.contract.js';

crashSweepContract('every request to Heleket, Fragment, TON, Telegram and Marzban', {
  points: 'outbound request',
  open: sandboxStage(SERVER_URL),
  flows: ALL_FLOWS.filter(({ scripted }) => !scripted),
  isPoint: (step) => !step.startsWith('database'),
});
