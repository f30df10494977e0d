import type { Recipient } from '#domain/orders/star-order.js';
import { Money } from '#domain/shared/money.js';
import {
  CostAboveLimit,
  type Observation,
  type OperatorTrouble,
  type RecipientCheck,
  RecipientRejected,
  RetryLater,
  type StarAttempt,
  type StarProvider,
  type StarProviderHealth,
  type StarPurchase,
  type StarQuote,
} from '#use-cases/ports/providers/star-provider.js';
import type { Clock } from '#use-cases/ports/runtime/clock.js';
import { assertNoOpenTransaction } from '../persistence/open-transaction.js';
import { type FailureMoment, ScriptedFailures } from './scripted-failures.js';

export type StarStep = 'checkRecipient' | 'quote' | 'prepare' | 'observe' | 'acknowledge' | 'confirmDelivery';

export interface StarEffects {
  /** Money that really left the wallet, one for each signed payment. */
  readonly payments: { readonly attemptId: string; readonly orderId: string; readonly cost: Money }[];
  /** Stars that really arrived. */
  readonly deliveries: { readonly orderId: string; readonly stars: number; readonly username: string }[];
}

const QUOTE_MS = 60_000;
const LANE = 'memory-wallet';

/**
 * A star provider in process memory that does what a test says and records what really happened. The same signed bytes pay at most
 * once, however often they are submitted. Refuses to be called inside a transaction.
 */
export class MemoryStarProvider implements StarProvider {
  readonly effects: StarEffects = { payments: [], deliveries: [] };
  readonly calls: (StarStep | 'submit' | 'health')[] = [];
  /** What one star costs now. */
  costPerStar = Money.parse('0.015', 'TON');
  fee = Money.parse('0.005', 'TON');
  walletBalance: Money | undefined = Money.parse('1000', 'TON');
  trouble: OperatorTrouble | undefined;
  /** Whether submitted bytes pay, or never arrive. */
  onSubmit: 'pays' | 'is-lost' = 'pays';
  /** Whether an acknowledged payment is delivered at once, or waits for `deliver`. */
  onAcknowledge: 'delivers' | 'waits' = 'delivers';
  private readonly recipients = new Map<string, RecipientCheck>();
  private readonly observations = new Map<string, Observation>();
  private readonly failures = new ScriptedFailures<StarStep>();

  constructor(private readonly clock: Clock) {}

  /** From now on this name is known. */
  know(recipient: Recipient): void {
    this.recipients.set(recipient.username, { outcome: 'found', recipient });
  }

  /** From now on this name is answered like this. */
  answer(username: string, check: RecipientCheck): void {
    this.recipients.set(username, check);
  }

  /** From now on this attempt is seen like this, whatever really happened; undefined tells the truth again. */
  claim(attemptId: string, observation: Observation | undefined): void {
    if (observation) this.observations.set(attemptId, observation);
    else this.observations.delete(attemptId);
  }

  failNext(step: StarStep, error: Error = new RetryLater('network', 1_000), moment: FailureMoment = 'before'): void {
    this.failures.order(step, error, moment);
  }

  /** The provider hands the stars of a paid attempt over. */
  deliver(attempt: StarAttempt): void {
    const { orderId, stars, username } = purchaseOf(attempt);
    const known = this.effects.deliveries.some((delivery) => delivery.orderId === orderId);
    if (!known) this.effects.deliveries.push({ orderId, stars, username });
  }

  describe(): { readonly id: string; readonly minimumStars: number; readonly maximumStars: number; readonly lane: string } {
    return { id: 'memory', minimumStars: 50, maximumStars: 10_000, lane: LANE };
  }

  async health(): Promise<StarProviderHealth> {
    assertNoOpenTransaction('the star provider was asked for its health');
    this.calls.push('health');
    const ok = this.trouble === undefined;
    return { ok, checks: [{ name: 'wallet', ok, detail: this.trouble ?? 'well' }], trouble: this.trouble, walletBalance: this.walletBalance };
  }

  checkRecipient(username: string): Promise<RecipientCheck> {
    return this.call('checkRecipient', () => this.recipients.get(username) ?? { outcome: 'rejected', reason: 'unknown' });
  }

  quote(stars: number): Promise<StarQuote> {
    return this.call('quote', () => ({ cost: this.costPerStar.times(BigInt(stars)), expiresAt: new Date(this.clock.now().getTime() + QUOTE_MS) }));
  }

  prepare(purchase: StarPurchase, maxCost: Money, attemptId: string): Promise<StarAttempt> {
    return this.call('prepare', () => {
      this.requireUnchanged(purchase.recipient);
      const cost = this.costPerStar.times(BigInt(purchase.stars));
      if (cost.compare(maxCost) > 0) throw new CostAboveLimit({ cost: cost.toDecimal(), limit: maxCost.toDecimal() });
      const data = { orderId: purchase.orderId, stars: purchase.stars, username: purchase.recipient.username };
      return { id: attemptId, lane: LANE, fingerprint: `signed:${attemptId}`, cost, data };
    });
  }

  async submit(attempt: StarAttempt): Promise<void> {
    assertNoOpenTransaction('bytes were submitted');
    this.calls.push('submit');
    if (this.onSubmit === 'is-lost' || this.hasPaid(attempt)) return;
    this.effects.payments.push({ attemptId: attempt.id, orderId: purchaseOf(attempt).orderId, cost: attempt.cost });
  }

  observe(attempt: StarAttempt): Promise<Observation> {
    return this.call('observe', () => {
      const paid: Observation = { outcome: 'paid', evidence: `tx:${attempt.id}`, fee: this.fee };
      return this.observations.get(attempt.id) ?? (this.hasPaid(attempt) ? paid : { outcome: 'pending', resubmit: true });
    });
  }

  acknowledge(attempt: StarAttempt): Promise<void> {
    return this.call('acknowledge', () => {
      if (this.onAcknowledge === 'delivers' && this.hasPaid(attempt)) this.deliver(attempt);
    });
  }

  confirmDelivery(attempt: StarAttempt): Promise<{ readonly delivered: boolean; readonly evidence: string }> {
    return this.call('confirmDelivery', () => {
      const { orderId } = purchaseOf(attempt);
      return { delivered: this.effects.deliveries.some((delivery) => delivery.orderId === orderId), evidence: `history:${orderId}` };
    });
  }

  private async call<Result>(step: StarStep, work: () => Result): Promise<Result> {
    assertNoOpenTransaction(`${step} was called`);
    this.calls.push(step);
    return this.failures.around(step, work);
  }

  private hasPaid(attempt: StarAttempt): boolean {
    return this.effects.payments.some((payment) => payment.attemptId === attempt.id);
  }

  private requireUnchanged(recipient: Recipient): void {
    const known = this.recipients.get(recipient.username);
    if (known?.outcome === 'rejected') throw new RecipientRejected(known.reason);
    if (known?.outcome === 'found' && known.recipient.token !== recipient.token) throw new RecipientRejected('changed');
  }
}

function purchaseOf(attempt: StarAttempt): { orderId: string; stars: number; username: string } {
  const { orderId, stars, username } = attempt.data;
  if (typeof orderId !== 'string' || typeof stars !== 'number' || typeof username !== 'string') throw new Error('these bytes are not ours');
  return { orderId, stars, username };
}
