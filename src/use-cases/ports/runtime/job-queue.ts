/** Hints of what to look at now; rows are the truth, and the sweeper finds what a lost job would have done. */
export type Job =
  | { readonly name: 'apply-webhook'; readonly source: string; readonly eventKey: string }
  | { readonly name: 'settle-payment'; readonly paymentId: string; readonly onlyIfDue?: boolean }
  | { readonly name: 'settle-refund'; readonly refundId: string }
  | { readonly name: 'fulfil-order'; readonly orderId: string }
  | { readonly name: 'sync-account'; readonly subscriptionId: string; readonly panelId: string }
  | { readonly name: 'look-at-account'; readonly subscriptionId: string; readonly panelId: string }
  | { readonly name: 'attend-subscription'; readonly subscriptionId: string }
  | { readonly name: 'give-back-overdue'; readonly orderId: string }
  | { readonly name: 'deliver-notices' };

export type JobName = Job['name'];

export type JobHandler = (job: Job) => Promise<void>;

/** Jobs enqueued inside the transaction that made them owed: no commit, no job. */
export interface JobOutbox {
  enqueue(job: Job): Promise<void>;
}

export interface JobQueue {
  /** Starts to hand jobs to `handler`; a job may come twice, late or never. */
  start(handler: JobHandler): Promise<void>;
  /** Takes no new job and waits for those that run, at most `graceMs`. */
  stop(graceMs: number): Promise<void>;
}
