import { PassThrough } from 'node:stream';
import type { SystemName } from '#sandbox/kit/fault-board.js';

/** A stand-in, the shop's own ledger, or time itself. */
export type ChangedSystem = SystemName | 'ledger' | 'clock';

const DEBOUNCE = 50;
const HEARTBEAT = 15_000;

/** Tells open pages over Server-Sent Events what changed, at most once in 50 ms for each system. */
export class EventHub {
  private readonly listeners = new Set<PassThrough>();
  private readonly waiting = new Map<ChangedSystem, NodeJS.Timeout>();
  private readonly heart: NodeJS.Timeout;

  constructor() {
    this.heart = setInterval(() => this.write(': still here\n\n'), HEARTBEAT).unref();
  }

  get hasListeners(): boolean {
    return this.listeners.size > 0;
  }

  /** A stream to answer a page with; closing it ends the subscription. */
  open(): PassThrough {
    const stream = new PassThrough();
    stream.write('retry: 1000\n\n');
    stream.once('close', () => this.listeners.delete(stream));
    this.listeners.add(stream);
    return stream;
  }

  changed(system: ChangedSystem): void {
    if (this.waiting.has(system) || !this.hasListeners) return;
    const timer = setTimeout(() => {
      this.waiting.delete(system);
      this.write(`event: changed\ndata: ${JSON.stringify({ system })}\n\n`);
    }, DEBOUNCE);
    this.waiting.set(system, timer);
  }

  close(): void {
    clearInterval(this.heart);
    for (const timer of this.waiting.values()) clearTimeout(timer);
    for (const stream of this.listeners) stream.end();
  }

  private write(text: string): void {
    for (const stream of this.listeners) stream.write(text);
  }
}
