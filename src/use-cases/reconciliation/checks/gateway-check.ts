import type { ProviderSnapshot } from '#domain/payments/provider-snapshot.js';
import type { Discrepancy } from '#domain/reconciliation/discrepancy.js';
import type { UnitOfWork } from '../../ports/persistence/unit-of-work.js';
import type { ListedInvoice, PaymentGateway } from '../../ports/providers/payment-gateway.js';
import type { BookedPayment, ReconciliationQueries } from '../../queries/reconciliation-queries.js';
import { compareInvoice, hasMoney } from './compare-invoice.js';
import type { Check, Findings } from './check.js';
import type { Window } from './window.js';

const MOST_PAGES = 5_000;

/**
 * Compares a gateway's own list of invoices with our payments. Both move while they are read, so whatever looks wrong is asked about
 * once more, one by one, before it counts.
 */
export class GatewayCheck implements Check {
  readonly source: string;

  constructor(
    private readonly gateway: PaymentGateway,
    private readonly unitOfWork: UnitOfWork,
    private readonly queries: ReconciliationQueries,
  ) {
    this.source = gateway.descriptor.id;
  }

  /** Throws `ProviderError`. */
  async run(window: Window): Promise<Findings> {
    const { source } = this;
    const listed = await listOf(this.gateway, window.reach);
    const ours = await this.queries.payments(source, { since: window.reach });
    const matches = new Matches(ours, listed);
    const suspects = ours.filter((payment) => payment.createdAt >= window.since && isSuspect(payment, matches.of(payment), window));
    const strangers = listed.filter((one) => one.createdAt >= window.since && one.changedAt < window.settledBefore && hasMoney(one.snapshot) && !matches.knows(one));
    const found = [...(await this.confirm(suspects)), ...(await this.unknown(strangers))];
    return { found, compared: { [`${source} invoices`]: listed.length, [`${source} payments`]: ours.length } };
  }

  /** The provider first, our rows after it: what was settled in between agrees. */
  private async confirm(suspects: readonly BookedPayment[]): Promise<readonly Discrepancy[]> {
    const theirs = new Map<string, ProviderSnapshot | undefined>();
    for (const { id, invoiceId } of suspects) {
      theirs.set(id, await this.gateway.fetch(invoiceId === undefined ? { paymentId: id } : { invoiceId }));
    }
    const fresh = theirs.size === 0 ? [] : await this.queries.payments(this.source, { ids: [...theirs.keys()] });
    return fresh.map((payment) => compareInvoice(payment, theirs.get(payment.id))).filter((found) => found !== undefined);
  }

  /** An invoice may belong to a payment that is older than the window. */
  private unknown(strangers: readonly ListedInvoice[]): Promise<readonly Discrepancy[]> {
    const { source } = this;
    return this.unitOfWork.run(async (tx) => {
      const found: Discrepancy[] = [];
      for (const { snapshot, createdAt } of strangers) {
        const { invoiceId, paymentId, received, providerStatus } = snapshot;
        const ours = (await tx.payments.findByInvoice(source, invoiceId)) ?? (paymentId === undefined ? undefined : await tx.payments.find(paymentId));
        const facts = { invoice: invoiceId, reference: paymentId ?? 'none', received: received?.toString() ?? 'unknown', provider: providerStatus };
        if (ours?.gateway !== source) found.push({ kind: 'unknown-invoice', source, subject: invoiceId, subjectAt: createdAt, facts });
      }
      return found;
    });
  }
}

async function listOf(gateway: PaymentGateway, since: Date): Promise<readonly ListedInvoice[]> {
  const listed: ListedInvoice[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { invoices, nextCursor } = await gateway.scan(since, cursor);
    listed.push(...invoices);
    if (nextCursor === undefined) return listed;
    cursor = nextCursor;
  }
  throw new Error(`${gateway.descriptor.id}: the list of invoices has no end`);
}

/** What changed a moment ago may be on its way to us; what was opened a moment ago may be missing from a list that was begun before. */
function isSuspect(ours: BookedPayment, theirs: ListedInvoice | undefined, { settledBefore }: Window): boolean {
  const settled = (theirs?.changedAt ?? ours.createdAt) < settledBefore;
  return settled && compareInvoice(ours, theirs?.snapshot) !== undefined;
}

/** Which invoice belongs to which payment: by the provider's id, or by ours where its id never reached us. */
class Matches {
  private readonly byInvoice: ReadonlyMap<string, ListedInvoice>;
  private readonly byPayment: ReadonlyMap<string, ListedInvoice>;
  private readonly known = new Set<string>();

  constructor(ours: readonly BookedPayment[], listed: readonly ListedInvoice[]) {
    this.byInvoice = new Map(listed.map((one) => [one.snapshot.invoiceId, one]));
    this.byPayment = new Map(listed.flatMap((one) => (one.snapshot.paymentId === undefined ? [] : [[one.snapshot.paymentId, one]])));
    for (const payment of ours) {
      const invoice = this.of(payment);
      if (invoice) this.known.add(invoice.snapshot.invoiceId);
    }
  }

  of({ id, invoiceId }: BookedPayment): ListedInvoice | undefined {
    return invoiceId === undefined ? this.byPayment.get(id) : this.byInvoice.get(invoiceId);
  }

  knows({ snapshot }: ListedInvoice): boolean {
    return this.known.has(snapshot.invoiceId);
  }
}
