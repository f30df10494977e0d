/** `before`: nothing happened there. `after`: it happened, and the answer was lost. */
export type FailureMoment = 'before' | 'after';

interface Failure {
  readonly error: Error;
  readonly moment: FailureMoment;
}

/** Failures a test has ordered, one for each next call of a step. */
export class ScriptedFailures<Step extends string> {
  private readonly ordered = new Map<Step, Failure[]>();

  order(step: Step, error: Error, moment: FailureMoment = 'before'): void {
    this.ordered.set(step, [...(this.ordered.get(step) ?? []), { error, moment }]);
  }

  /** Runs `work` unless a failure before it was ordered; throws what was ordered. */
  async around<Result>(step: Step, work: () => Result): Promise<Result> {
    const failure = this.ordered.get(step)?.shift();
    if (failure?.moment === 'before') throw failure.error;
    const result = work();
    if (failure) throw failure.error;
    return result;
  }
}
