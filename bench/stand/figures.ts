export function median(values: readonly number[]): number {
  return quantile([...values].sort((a, b) => a - b), 0.5);
}

/** Of sorted values; the nearest one that was measured. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** Two sides measured in turn, so that a noisy minute falls on both. */
export interface Duel {
  readonly name: string;
  readonly ours: readonly number[];
  readonly theirs: readonly number[];
  /** Processor time of the shop's own process for one of what it did. */
  readonly cpuMsEach?: number;
  /** The same of the other side, where that is one process too. */
  readonly theirCpuMsEach?: number;
}

/** Runs `ours` and `theirs` alternately, `rounds` times after one round that does not count. */
export async function duel(name: string, rounds: number, ours: (round: number) => Promise<number>, theirs: (round: number) => Promise<number>): Promise<Duel> {
  const measured: { ours: number[]; theirs: number[] } = { ours: [], theirs: [] };
  for (let round = 0; round <= rounds; round++) {
    const [first, second] = [await ours(round), await theirs(round)];
    if (round === 0) continue;
    measured.ours.push(first);
    measured.theirs.push(second);
  }
  return { name, ...measured };
}

/** Sums up the processor time that `child` uses within `work`, over all rounds but the first. */
export function cpuMeter(child: { cpuMs(): Promise<number> }): { around<Result>(round: number, work: () => Promise<Result>): Promise<Result>; spentMs(): number } {
  let spent = 0;
  return {
    spentMs: () => spent,
    async around(round, work) {
      const before = await child.cpuMs();
      const result = await work();
      if (round > 0) spent += (await child.cpuMs()) - before;
      return result;
    },
  };
}
