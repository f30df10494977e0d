/** One place in the source and what stands there once the guard is gone. */
export interface Removal {
  readonly file: string;
  /** Occurs in the file exactly once. */
  readonly text: string;
  readonly replacement: string;
}

/** One thing that keeps the shop honest, and the test files of which one must fail without it. */
export interface Guard extends Removal {
  readonly name: string;
  /** What has to go with it, where two places hold one guard together. */
  readonly also?: readonly Removal[];
  readonly tests: readonly string[];
  /** Which other guard makes it unnecessary; it counts as a survivor all the same. */
  readonly redundantWith?: string;
}

export function removalsOf(guard: Guard): readonly Removal[] {
  return [guard, ...(guard.also ?? [])];
}

/** Guards of one file and the tests that look at them. */
export function guardsOf(file: string, tests: readonly string[], guards: readonly (readonly [name: string, text: string, replacement: string])[]): readonly Guard[] {
  return guards.map(([name, text, replacement]) => ({ name, file, text, replacement, tests }));
}

/** How often a text stands in another. */
export function occurrences(whole: string, text: string): number {
  return whole.split(text).length - 1;
}
