import type { Container } from 'inversify';
import { JobWorker } from '#adapters/inbound/jobs/job-worker.js';
import { TOKENS as T } from '../tokens.js';

/** The worker over the container's use cases. */
export function createJobWorker(container: Container): JobWorker {
  return new JobWorker({
    queue: container.get(T.jobQueue),
    applyWebhook: container.get(T.applyWebhook),
    settlePayment: container.get(T.settlePayment),
    settleRefund: container.get(T.settleRefund),
    fulfilStars: container.get(T.fulfilStars),
    syncAccount: container.get(T.syncAccount),
    lookAtAccount: container.get(T.lookAtAccount),
    attendSubscription: container.get(T.attendSubscription),
    giveBackOverdue: container.get(T.giveBackOverdue),
    deliverNotices: container.get(T.deliverNotices),
    sweepDueWork: container.get(T.sweepDueWork),
    runRoutines: container.get(T.runRoutines),
    logger: container.get(T.logger),
    sweepEveryMs: container.get(T.config).sweepEveryMs,
  });
}
