import { expect } from 'chai';
import type { LedgerAudit } from '#use-cases/queries/ledger-audit.js';
import { wallet } from '../../use-cases/checkout/a-buyer.js';
import type { Flow, Memory } from '../flows/flow.js';
import { faultReport } from '../report/fault-report.js';
import type { Scenery } from './stage.js';

const FAR_AHEAD = new Date('2100-01-01T00:00:00Z');
/** Invariants that are asked of the providers and the outbox, beside those of the audit. */
const ASKED = 9;

/** Holds what the books say and what really happened against what must have come of the flow. */
export async function judge(scenery: Scenery, flow: Flow, memory: Memory, { where, cuts }: { readonly where: string; readonly cuts: number }): Promise<void> {
  const { books, outside, audit } = scenery;
  const checks = await audit.verify();
  faultReport.checked(checks.length + ASKED);
  try {
    expect(checks.filter((check) => check.violations.length > 0), where).to.deep.equal([]);
    const order = await books.run((tx) => tx.orders.find(memory['order'] ?? ''));
    expect(order?.state, `I7 ${where}`).to.equal(flow.orderEnds);
    expect(await wallet({ unitOfWork: books }), `I4, I5 ${where}`).to.deep.equal({ available: flow.balanceAfter, held: '0' });
    const { payments, deliveries, refunds, spent, told } = await outside.effects();
    expect(payments, `I15 ${where}`).to.have.length(flow.deliveries);
    if (spent) expect(await walletInBooks(audit), `I15 sum ${where}`).to.equal(spent.toDecimal());
    expect(deliveries, `I6 ${where}`).to.equal(flow.deliveries);
    expect(refunds, `I8 ${where}`).to.equal(flow.refunds ?? 0);
    for (const words of told?.values() ?? []) expect(words.length - new Set(words).size, `I11 told twice ${where}`).to.be.most(cuts);
    if (told) expect(new Map([...told].map(([person, words]) => [person, new Set(words).size])), `I11 told all ${where}`).to.deep.equal(await scenery.owedWords());
    const untold = await books.run((tx) => tx.notices.claim(FAR_AHEAD, FAR_AHEAD, 100));
    expect(untold, `I11 never told ${where}`).to.deep.equal([]);
  } catch (error) {
    faultReport.violated(String(error));
    throw error;
  }
}

/** What the ledger says has left the shop's own wallet. */
async function walletInBooks(audit: LedgerAudit): Promise<string> {
  const { accounts } = await audit.overview(0);
  return accounts.find(({ kind }) => kind === 'wallet:ton')?.balance ?? '0';
}
