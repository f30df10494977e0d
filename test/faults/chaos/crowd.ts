import { setTimeout as pause } from 'node:timers/promises';
import type { Api } from '../../e2e/support/api.js';
import { Customer, type Random } from './customer.js';
import type { History } from './history.js';

const PEOPLE = 120;
const FIRST_ID = 20_000;
const TICK_MS = 10;
const LOOK_EVERY_MS = 100;
/** People wait for an answer when so many updates are on their way to the bot. */
const MOST_UNANSWERED = 30;
/** The market pays orders one after the other; more than this would only wait. */
const ORDER_EVERY_MS = 3_000;

/** Customers who together do so many things a second, as long as there is somebody who is not still busy. */
export class Crowd {
  private readonly idle: Customer[];
  private readonly busy = new Set<Promise<void>>();
  private readonly refused = new Map<string, number>();
  private stopped = false;
  private running: Promise<void> | undefined;
  private orderedAt = 0;
  private lookedAt = 0;
  private unanswered = 0;
  private beganAt = 0;
  private tookMs = 0;

  constructor(
    api: Api,
    private readonly history: History,
    private readonly random: Random,
    private readonly perSecond: number,
    /** Updates that Telegram holds for the bot. */
    private readonly unansweredNow: () => Promise<number>,
  ) {
    this.idle = Array.from({ length: PEOPLE }, (_, index) => new Customer(api, FIRST_ID + index, history, random));
  }

  begin(): void {
    this.beganAt = performance.now();
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
    this.tookMs = performance.now() - this.beganAt;
    await Promise.all(this.busy);
  }

  /** Deeds a second that really were done. */
  get rate(): number {
    return (this.history.total / this.tookMs) * 1000;
  }

  /** Deeds the world itself did not allow, such as a button that was gone, by their reason. */
  get failures(): ReadonlyMap<string, number> {
    return this.refused;
  }

  private async run(): Promise<void> {
    let begun = 0;
    while (!this.stopped) {
      const due = ((performance.now() - this.beganAt) / 1000) * this.perSecond;
      while (begun < due && this.idle.length > 0) {
        this.send();
        begun += 1;
      }
      // Who was late does not hurry afterwards.
      begun = Math.max(begun, due - this.perSecond);
      await this.look();
      await pause(TICK_MS);
    }
  }

  private async look(): Promise<void> {
    if (performance.now() - this.lookedAt < LOOK_EVERY_MS) return;
    this.lookedAt = performance.now();
    this.unanswered = await this.unansweredNow();
  }

  private send(): void {
    const [customer] = this.idle.splice(Math.floor(this.random() * this.idle.length), 1);
    if (!customer) return;
    const deed = this.act(customer).finally(() => {
      this.busy.delete(deed);
      this.idle.push(customer);
    });
    this.busy.add(deed);
  }

  private async act(customer: Customer): Promise<void> {
    try {
      await customer.act(this.unanswered < MOST_UNANSWERED, () => this.mayOrder());
    } catch (error) {
      const reason = error instanceof Error ? error.message.replace(/[0-9a-f-]{36}|\d{4,}/g, '#').slice(0, 120) : String(error);
      this.refused.set(reason, (this.refused.get(reason) ?? 0) + 1);
    }
  }

  private mayOrder(): boolean {
    if (performance.now() - this.orderedAt < ORDER_EVERY_MS) return false;
    this.orderedAt = performance.now();
    return true;
  }
}
