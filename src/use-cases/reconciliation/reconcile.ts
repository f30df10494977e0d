import type { StoredDiscrepancy } from '../ports/persistence/money/discrepancy-repository.js';
import type { UnitOfWork } from '../ports/persistence/unit-of-work.js';
import type { Clock } from '../ports/runtime/clock.js';
import type { Logger } from '../ports/runtime/logger.js';
import type { Metrics } from '../ports/runtime/metrics.js';
import type { CheckSource } from './checks/check.js';
import type { DiscrepancyBook } from './discrepancy-book.js';
import { lastDays } from './checks/window.js';

export interface ReconciliationReport {
  readonly since: Date;
  readonly until: Date;
  /** How many things of each side were looked at. */
  readonly compared: Readonly<Record<string, number>>;
  readonly found: number;
  /** Open ones from earlier runs that are no more. */
  readonly resolved: number;
  /** How many the shop has begun to mend by itself. */
  readonly repaired: number;
  readonly open: readonly StoredDiscrepancy[];
  /** Sides that could not be asked; nothing about them was resolved. */
  readonly failed: readonly { readonly source: string; readonly reason: string }[];
}

/**
 * Compares our books with what the gateways, the chain and the panels say, and our rows among themselves. Repeatable: what was found before is
 * known, what is gone is resolved, what a person has accepted stays silent.
 */
export class Reconcile {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly source: CheckSource,
    private readonly book: DiscrepancyBook,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
    private readonly logger: Logger,
  ) {}

  /** A side that cannot be asked is left out and named in the report. */
  async execute(command: { readonly days: number }): Promise<ReconciliationReport> {
    const now = this.clock.now();
    const window = lastDays(command.days, now);
    const compared: Record<string, number> = {};
    const failed: { source: string; reason: string }[] = [];
    const outcomes = { found: 0, resolved: 0, repaired: 0 };
    for (const check of await this.source.checks()) {
      const { source } = check;
      try {
        const findings = await check.run(window);
        const recorded = await this.unitOfWork.run((tx) => this.book.record(tx, source, findings.found, window.since, now));
        Object.assign(compared, findings.compared);
        outcomes.found += findings.found.length;
        outcomes.resolved += recorded.resolved;
        outcomes.repaired += recorded.repaired;
      } catch (error) {
        this.logger.warn({ err: error, source }, 'a side could not be reconciled');
        failed.push({ source, reason: error instanceof Error ? error.message : 'unknown failure' });
      }
    }
    const open = await this.unitOfWork.run((tx) => tx.discrepancies.open());
    this.metrics.gauge('polaris_discrepancies_open', open.length);
    this.logger.info({ ...compared, ...outcomes, open: open.length, failed: failed.length }, 'the books were compared');
    return { since: window.since, until: window.until, compared, ...outcomes, open, failed };
  }
}
