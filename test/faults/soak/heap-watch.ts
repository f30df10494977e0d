import type { Fleet, Member } from '../chaos/fleet.js';

const HEAP = /^nodejs_heap_size_used_bytes\S* (\S+)$/m;
const MEGABYTE = 1024 * 1024;

/** What processes tell about their own heap: the least of every minute, which is what is left after a collection. */
export class HeapWatch {
  private readonly least = new Map<Member, Map<number, number>>();
  private readonly beganAt = performance.now();

  constructor(
    private readonly fleet: Fleet,
    private readonly members: readonly Member[],
  ) {}

  async look(): Promise<void> {
    const minute = Math.floor((performance.now() - this.beganAt) / 60_000);
    for (const member of this.members) {
      // A connection kept for the next look would be closed by the other side at that very moment.
      const answer = await fetch(`http://127.0.0.1:${this.fleet.port(member)}/metrics`, { headers: { connection: 'close' } });
      const metrics = await answer.text();
      const minutes = this.least.get(member) ?? new Map<number, number>();
      this.least.set(member, minutes);
      minutes.set(minute, Math.min(Number(HEAP.exec(metrics)?.[1]), minutes.get(minute) ?? Infinity));
    }
  }

  /** By how many megabytes a minute each process grew after its first minutes. */
  slopes(warmUpMinutes: number): readonly (readonly [Member, number])[] {
    return [...this.least].map(([member, minutes]) => [member, slopeOf([...minutes].filter(([minute]) => minute >= warmUpMinutes)) / MEGABYTE] as const);
  }
}

/** Of the straight line with the least squares. */
function slopeOf(points: readonly (readonly [number, number])[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanX, meanY] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  const along = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  return along / points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
}
