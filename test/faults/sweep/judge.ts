import { expect } from 'chai';
import type { LedgerAudit } from '#use-cases/queries/ledger-audit.js';
import { VERA, wallet } from '../../use-cases/checkout/a-buyer.js';
import { PROMO, REFERRER } from '../flows/growth-flows.js';
import type { Effects } from '../flows/outside.js';
import type { Flow, Memory } from '../flows/flow.js';
import { faultReport } from '../report/fault-report.js';
import type { Scenery } from './stage.js';

const DAY_SECONDS = 86_400;
const FAR_AHEAD = new Date('2100-01-01T00:00:00Z');
/** Invariants that are asked of the providers and the outbox, beside those of the audit. */
const ASKED = 15;

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
    const { payments, deliveries, refunds, spent, told, accounts } = await outside.effects();
    expect(payments, `I15 ${where}`).to.have.length(flow.deliveries);
    if (spent) expect(await walletInBooks(audit), `I15 sum ${where}`).to.equal(spent.toDecimal());
    expect(deliveries, `I6 ${where}`).to.equal(flow.deliveries);
    expect(refunds, `I8 ${where}`).to.equal(flow.refunds ?? 0);
    expect(accounts, `I6 accounts ${where}`).to.have.length(flow.accounts ?? 0);
    await judgeTime(scenery, flow, accounts, where);
    await judgeGrowth(scenery, flow, where);
    for (const words of told?.values() ?? []) expect(words.length - new Set(words).size, `I11 told twice ${where}`).to.be.most(cuts);
    if (told) expect(new Map([...told].map(([person, words]) => [person, new Set(words).size])), `I11 told all ${where}`).to.deep.equal(await scenery.owedWords());
    const untold = await books.run((tx) => tx.notices.claim(FAR_AHEAD, FAR_AHEAD, 100));
    expect(untold, `I11 never told ${where}`).to.deep.equal([]);
  } catch (error) {
    faultReport.violated(String(error));
    throw error;
  }
}

/** I12: a panel's end is the stored end, which is all that was granted; what is over is closed there. */
async function judgeTime({ books, clock }: Scenery, flow: Flow, accounts: Effects['accounts'], where: string): Promise<void> {
  const own = await books.run(async (tx) => [...(await tx.subscriptions.ofUser(VERA)), ...(await tx.subscriptions.ofUser(REFERRER))]);
  expect(own.length, `I12 subscriptions ${where}`).to.equal(flow.accounts ?? 0);
  let granted = 0;
  for (const subscription of own) {
    for (const { seconds } of await books.run((tx) => tx.subscriptions.grantsOf(subscription.id))) granted += seconds;
    const [account] = accounts.filter(({ marker }) => marker === `shop:${subscription.id}`);
    expect(account?.expiresAt, `I12 end ${where}`).to.deep.equal(subscription.expiresAt);
    expect(account?.enabled, `I12 open ${where}`).to.equal(subscription.isOpen(clock.now()));
  }
  // Moving to another plan weighs what is left then, which is less than a whole.
  if (own.length > 0) expect(Math.abs(granted - (flow.days ?? 0) * DAY_SECONDS), `I12 granted ${where}`).to.be.most(flow.weighed ? DAY_SECONDS : 0);
}

/** I14: one reward for a friend, and none once the payment went back. A promo code counts for those who bought with it. */
async function judgeGrowth({ books }: Scenery, flow: Flow, where: string): Promise<void> {
  const { paid } = await books.run((tx) => tx.referrals.stats(REFERRER));
  expect(paid, `I14 rewards ${where}`).to.equal(flow.rewards ?? 0);
  const { available } = await books.run((tx) => tx.ledger.balance(REFERRER, 'TON'));
  expect(available.toDecimal(), `I14 money ${where}`).to.equal(flow.referrerHas ?? '0');
  const codes = await books.run((tx) => tx.promos.all());
  expect(codes.find(({ promo }) => promo.code === PROMO)?.uses, `uses of the promo code ${where}`).to.equal(flow.promoUses);
}

/** What the ledger says has left the shop's own wallet. */
async function walletInBooks(audit: LedgerAudit): Promise<string> {
  const { accounts } = await audit.overview(0);
  return accounts.find(({ kind }) => kind === 'wallet:ton')?.balance ?? '0';
}
