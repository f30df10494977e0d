import { FULFILMENT_STATES } from '#domain/stars/fulfilment-states.js';
import { StarFulfilment } from '#domain/stars/star-fulfilment.js';
import { LaneTaken, LeaseLost } from '#use-cases/ports/persistence/persistence-error.js';
import type { StarFulfilmentRepository } from '#use-cases/ports/persistence/star-fulfilment-repository.js';
import { earliest, isDue, refuseIf, requireMove } from '../integrity.js';
import type { FulfilmentRow, MemoryState } from '../memory-state.js';

/** Deliveries in process memory: lease, fence and lane as in the database. */
export class MemoryStarFulfilmentRepository implements StarFulfilmentRepository {
  constructor(private readonly state: MemoryState) {}

  async add(fulfilment: StarFulfilment): Promise<void> {
    if (this.state.fulfilments.find(fulfilment.orderId)) return;
    refuseIf(!this.state.orders.find(fulfilment.orderId), 'a delivery is for an order');
    this.put(fulfilment, undefined);
  }

  async find(orderId: string): Promise<StarFulfilment | undefined> {
    return this.state.fulfilments.find(orderId)?.fulfilment;
  }

  async claim(orderId: string, now: Date, leaseUntil: Date): Promise<StarFulfilment | undefined> {
    const row = this.state.fulfilments.find(orderId);
    if (!row || !isFree(row, now)) return undefined;
    const claimed = withFence(row.fulfilment, row.fulfilment.fence + 1);
    this.put(claimed, leaseUntil);
    return claimed;
  }

  async save(fulfilment: StarFulfilment, options: { keepLease: boolean }): Promise<void> {
    const row = this.state.fulfilments.find(fulfilment.orderId);
    if (row?.fulfilment.fence !== fulfilment.fence) throw new LeaseLost(fulfilment.orderId);
    requireMove(FULFILMENT_STATES, row.fulfilment.state, fulfilment.state);
    this.put(fulfilment, options.keepLease ? row.leasedUntil : undefined);
  }

  async extendLease({ orderId, fence }: StarFulfilment, leaseUntil: Date): Promise<void> {
    const row = this.state.fulfilments.find(orderId);
    if (row?.fulfilment.fence === fence && row.leasedUntil) this.put(row.fulfilment, leaseUntil);
  }

  async due(now: Date, limit: number): Promise<readonly string[]> {
    const due = this.state.fulfilments.where((row) => isFree(row, now));
    return earliest(due, (row) => row.fulfilment.nextAttemptAt)
      .slice(0, limit)
      .map((row) => row.fulfilment.orderId);
  }

  async nextQueued(): Promise<string | undefined> {
    const queued = this.state.fulfilments.where((row) => row.fulfilment.state === 'queued');
    return earliest(queued, (row) => row.fulfilment.createdAt)[0]?.fulfilment.orderId;
  }

  private put(fulfilment: StarFulfilment, leasedUntil: Date | undefined): void {
    const { lane, orderId } = fulfilment;
    const taken = this.state.fulfilments.where((row) => row.fulfilment.lane === lane && row.fulfilment.orderId !== orderId);
    if (lane !== undefined && taken.length > 0) throw new LaneTaken(lane);
    this.state.fulfilments.put(orderId, { fulfilment, leasedUntil });
  }
}

function isFree(row: FulfilmentRow, now: Date): boolean {
  const leased = row.leasedUntil !== undefined && row.leasedUntil.getTime() > now.getTime();
  return !leased && isDue(row.fulfilment.nextAttemptAt, now);
}

function withFence(fulfilment: StarFulfilment, fence: number): StarFulfilment {
  const { orderId, state, lane, reason, attempts, nextAttemptAt, enteredAt, createdAt } = fulfilment;
  return new StarFulfilment({ orderId, state, lane, reason, attempts, nextAttemptAt, fence, enteredAt, createdAt });
}
