import type { UnitOfWork } from '../../ports/persistence/unit-of-work.js';
import type { StarLedger, StarPage } from '../../ports/providers/star-ledger.js';
import type { Clock } from '../../ports/runtime/clock.js';
import type { ChargeRegister } from './charge-register.js';

const KEY = 'stars:collected';
/** Uncertain: whether an entry can still be put in before the newest ones; reading a few again costs no call more. */
const READ_AGAIN = 20;
const MOST_PAGES = 1_000;

/**
 * Reads on in Telegram's list from where it stopped: finds payments whose news was lost, and Stars that were taken back without us.
 * Repeatable; side by side it does the same work twice, never wrongly.
 */
export class CollectStarCharges {
  private running: Promise<void> | undefined;
  private next: Promise<void> | undefined;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: StarLedger,
    private readonly register: ChargeRegister,
    private readonly clock: Clock,
  ) {}

  /** Throws `ProviderError`; what was read before it is kept. */
  execute(): Promise<void> {
    if (!this.running) return this.begin();
    // The one that runs may have passed what a newcomer looks for: all who come meanwhile share the next one.
    this.next ??= this.running
      .catch(() => undefined)
      .then(() => {
        this.next = undefined;
        return this.begin();
      });
    return this.next;
  }

  private begin(): Promise<void> {
    this.running = this.collect().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  private async collect(): Promise<void> {
    const reached = await this.unitOfWork.run((tx) => tx.settings.find(KEY));
    const isFirst = typeof reached !== 'number';
    let offset = isFirst ? 0 : Math.max(0, reached - READ_AGAIN);
    for (let pages = 0; pages < MOST_PAGES; pages += 1) {
      const page = await this.ledger.page(offset);
      offset += page.length;
      await this.write(page, offset, isFirst);
      if (page.isLast) return;
    }
  }

  /** Of what was sold before the shop ever looked, nobody is told. */
  private async write({ transactions, isLast }: StarPage, reached: number, isFirst: boolean): Promise<void> {
    await this.unitOfWork.run(async (tx) => {
      const now = this.clock.now();
      for (const { direction, ...news } of transactions) {
        if (direction === 'in') await this.register.paid(tx, news, now, !isFirst);
        else await this.register.refunded(tx, news, now);
      }
      // A first reading that breaks off begins anew: from its middle on it would no longer be the first.
      if (!isFirst || isLast) await tx.settings.save(KEY, reached);
    });
  }
}
