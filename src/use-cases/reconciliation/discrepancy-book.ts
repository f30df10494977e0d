import { accountIn, type Discrepancy, repairOf } from '#domain/reconciliation/discrepancy.js';
import type { OperatorAlerts } from '../operations/operator-alerts.js';
import type { Sighting } from '../ports/persistence/money/discrepancy-repository.js';
import type { Transaction } from '../ports/persistence/unit-of-work.js';
import type { Ids } from '../ports/runtime/ids.js';

export interface Recorded {
  readonly resolved: number;
  /** How many the shop has begun to mend by itself. */
  readonly repaired: number;
}

/** Writes what a comparison has found: a lost credit is settled again, a missing account made again, everything else is put before the operators, once. */
export class DiscrepancyBook {
  constructor(
    private readonly alerts: OperatorAlerts,
    private readonly ids: Ids,
  ) {}

  /** All that was found of one source since a moment; what is open of it and was not found is resolved. */
  async record(tx: Transaction, source: string, found: readonly Discrepancy[], since: Date, now: Date): Promise<Recorded> {
    let repaired = 0;
    for (const discrepancy of found) {
      const sighting = await tx.discrepancies.see(discrepancy, this.ids.next(), now);
      if (sighting.news === 'accepted') continue;
      const repairable = await this.repair(tx, discrepancy, now);
      if (repairable) repaired += 1;
      // One that was there before and could be mended was not.
      if (!repairable || sighting.news === 'known') await this.alert(tx, discrepancy, sighting, now);
    }
    return { resolved: await tx.discrepancies.resolveUnseen(source, since, now), repaired };
  }

  /** False for what only a person can mend. */
  private async repair(tx: Transaction, { kind, subject }: Discrepancy, now: Date): Promise<boolean> {
    const repair = repairOf(kind);
    if (repair === 'settle') await tx.jobs.enqueue({ name: 'settle-payment', paymentId: subject });
    if (repair === 'make-again') {
      const { panelId, key } = accountIn(subject);
      const account = await tx.vpnAccounts.findByKey(panelId, key);
      if (account) await tx.vpnAccounts.wake(account.subscriptionId, now);
    }
    return repair !== undefined;
  }

  private async alert(tx: Transaction, { kind, subject, facts }: Discrepancy, { id, foundAt }: Sighting, now: Date): Promise<void> {
    await this.alerts.raise(tx, `discrepancy-${kind}`, `${subject}:${foundAt.getTime()}`, { discrepancy: id, ...facts }, now);
    await tx.jobs.enqueue({ name: 'deliver-notices' });
  }
}
