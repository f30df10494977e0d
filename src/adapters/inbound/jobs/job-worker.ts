import { setTimeout as pause } from 'node:timers/promises';
import type { Job, JobQueue } from '#use-cases/ports/runtime/job-queue.js';
import type { Logger } from '#use-cases/ports/runtime/logger.js';
import type { DeliverNotices } from '#use-cases/operations/deliver-notices.js';
import type { RunRoutines } from '#use-cases/operations/run-routines.js';
import type { SweepDueWork } from '#use-cases/operations/sweep-due-work.js';
import type { ApplyWebhook } from '#use-cases/payments/apply-webhook.js';
import type { SettlePayment } from '#use-cases/payments/settle-payment.js';
import type { SettleRefund } from '#use-cases/refunds/settle-refund.js';
import type { AttendSubscription } from '#use-cases/vpn/upkeep/attend-subscription.js';
import type { GiveBackOverdue } from '#use-cases/vpn/upkeep/give-back-overdue.js';
import type { LookAtAccount } from '#use-cases/vpn/upkeep/look-at-account.js';
import type { SyncAccount } from '#use-cases/vpn/upkeep/sync-account.js';
import type { FulfilStars } from '#use-cases/stars/fulfil-stars.js';
import { Alarm } from './alarm.js';

/** How often it is asked which routine is due. */
const ROUTINES_EVERY_MS = 60_000;
/** Nobody minds a receipt that comes so much later. */
const SOON_MS = 100;

export interface JobWorkerDependencies {
  readonly queue: JobQueue;
  readonly applyWebhook: ApplyWebhook;
  readonly settlePayment: SettlePayment;
  readonly settleRefund: SettleRefund;
  readonly fulfilStars: FulfilStars;
  readonly syncAccount: SyncAccount;
  readonly lookAtAccount: LookAtAccount;
  readonly attendSubscription: AttendSubscription;
  readonly giveBackOverdue: GiveBackOverdue;
  readonly deliverNotices: DeliverNotices;
  readonly sweepDueWork: SweepDueWork;
  readonly runRoutines: RunRoutines;
  readonly logger: Logger;
  readonly sweepEveryMs: number;
}

/** Runs the jobs of the queue, and looks at the rows themselves every few seconds for what the queue has lost. */
export class JobWorker {
  private timer: NodeJS.Timeout | undefined;
  private sweeping: Promise<void> | undefined;
  private telling: Promise<void> | undefined;
  private routine: Promise<void> | undefined;
  private routinesAt = 0;
  private stopped = false;
  /** For notices that only wait for their turn. */
  private readonly alarm = new Alarm(() => void this.tellOnceMore());

  constructor(private readonly dependencies: JobWorkerDependencies) {}

  async start(): Promise<void> {
    this.stopped = false;
    await this.dependencies.queue.start((job) => this.run(job));
    this.schedule();
  }

  /** Looks for due work and routines at once, for time has leapt. Who is looking just now looks again in a moment. */
  wake(): void {
    this.routinesAt = 0;
    if (!this.sweeping) this.schedule(0);
  }

  /** Finishes what runs, at most `graceMs`; what is cut off is found again by the next sweep. */
  async stop(graceMs: number): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    this.alarm.stop();
    const finished = Promise.all([this.sweeping, this.telling, this.routine, this.dependencies.queue.stop(graceMs)]);
    await Promise.race([finished, pause(graceMs, undefined, { ref: false })]);
  }

  private async run(job: Job): Promise<void> {
    const { applyWebhook, settlePayment, settleRefund, fulfilStars, syncAccount, lookAtAccount, attendSubscription, giveBackOverdue } = this.dependencies;
    switch (job.name) {
      case 'apply-webhook':
        return applyWebhook.execute(job);
      case 'settle-payment':
        return settlePayment.execute(job);
      case 'settle-refund':
        return settleRefund.execute(job);
      case 'fulfil-order':
        return fulfilStars.execute(job);
      case 'sync-account':
        return syncAccount.execute(job);
      case 'look-at-account':
        return lookAtAccount.execute(job);
      case 'attend-subscription':
        return attendSubscription.execute(job);
      case 'give-back-overdue':
        return giveBackOverdue.execute(job);
      case 'deliver-notices':
        // In a rush every payment asks, and Telegram's pace lets hardly any be told at once.
        if (!this.alarm.isNear(SOON_MS)) await this.deliver();
    }
  }

  private schedule(inMs = this.dependencies.sweepEveryMs): void {
    if (this.stopped) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.sweeping = this.sweep().finally(() => {
        this.sweeping = undefined;
        this.schedule();
      });
      this.beginTelling();
      this.beginRoutines();
    }, inMs);
  }

  /** Whoever tells right now may have looked too early. */
  private async tellOnceMore(): Promise<void> {
    await this.telling;
    if (!this.stopped) this.beginTelling();
  }

  private beginTelling(): void {
    this.telling ??= this.tell().finally(() => {
      this.telling = undefined;
    });
  }

  /** Apart from the sweep too: a comparison of everything may take its time. */
  private beginRoutines(): void {
    if (this.routine || performance.now() < this.routinesAt) return;
    this.routinesAt = performance.now() + ROUTINES_EVERY_MS;
    this.routine = this.runRoutines().finally(() => {
      this.routine = undefined;
    });
  }

  private async runRoutines(): Promise<void> {
    try {
      await this.dependencies.runRoutines.execute();
    } catch (error) {
      this.dependencies.logger.warn({ err: error }, 'the routines failed; they will be tried again');
    }
  }

  private async sweep(): Promise<void> {
    try {
      await this.dependencies.sweepDueWork.execute();
    } catch (error) {
      this.dependencies.logger.warn({ err: error }, 'the sweep failed; it will be tried again');
    }
  }

  /** Apart from the sweep: a messenger that does not answer must not hold up money. */
  private async tell(): Promise<void> {
    try {
      await this.deliver();
    } catch (error) {
      this.dependencies.logger.warn({ err: error }, 'notices could not be told; they will be tried again');
    }
  }

  private async deliver(): Promise<void> {
    const { nextInMs } = await this.dependencies.deliverNotices.execute();
    if (nextInMs !== undefined && !this.stopped) this.alarm.set(nextInMs);
  }
}
