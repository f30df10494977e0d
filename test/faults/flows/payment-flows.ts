import type { Flow } from './flow.js';
import { pay, takenBack, toppedUp, webhook } from './steps.js';

export const PAYMENT_FLOWS: readonly Flow[] = [
  { name: 'a top-up', steps: toppedUp, balanceAfter: '10', deliveries: 0 },
  { name: 'a top-up that is paid twice', steps: [...toppedUp, pay('10'), webhook], balanceAfter: '20', deliveries: 0 },
  { name: 'a top-up that goes back to its payer', steps: [...toppedUp, takenBack, webhook], balanceAfter: '0', deliveries: 0 },
];
