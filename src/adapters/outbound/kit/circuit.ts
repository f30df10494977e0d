import { CircuitState, circuitBreaker, type CircuitBreakerPolicy, type IBreaker, type Policy } from 'cockatiel';

/** `half-open`: on trial after a pause; one more failure pauses it again. */
export type CircuitCondition = 'closed' | 'half-open' | 'open';

export interface CircuitOptions {
  /** So many failures in a row open it. */
  readonly failures: number;
  /** How long it then stays open. */
  readonly openMs: number;
  /** So many successes in a row end the trial that follows. */
  readonly successes: number;
}

/** Counts failures in a row; on trial a single one is enough. */
class TrialBreaker implements IBreaker {
  state = 0;
  private trialsLeft = 0;

  constructor(private readonly options: CircuitOptions) {}

  get onTrial(): boolean {
    return this.trialsLeft > 0;
  }

  beginTrial(): void {
    this.trialsLeft = this.options.successes;
  }

  success(): void {
    this.state = 0;
    this.trialsLeft = Math.max(0, this.trialsLeft - 1);
  }

  failure(): boolean {
    this.state += 1;
    return this.onTrial || this.state >= this.options.failures;
  }
}

/**
 * Leaves a failing system alone for a while. Cockatiel's breaker trusts a system again after one good answer; here it stays on trial
 * until several in a row were good.
 */
export class Circuit {
  private readonly breaker: TrialBreaker;
  private readonly policy: CircuitBreakerPolicy;

  /** `failing` says which errors and answers are the system's failures. */
  constructor(failing: Policy, options: CircuitOptions) {
    this.breaker = new TrialBreaker(options);
    this.policy = circuitBreaker(failing, { halfOpenAfter: options.openMs, breaker: this.breaker });
    // What was under way while it opened counts neither for nor against it.
    this.policy.onHalfOpen(() => this.breaker.beginTrial());
  }

  get condition(): CircuitCondition {
    switch (this.policy.state) {
      case CircuitState.Closed:
        return this.breaker.onTrial ? 'half-open' : 'closed';
      case CircuitState.HalfOpen:
        return 'half-open';
      case CircuitState.Open:
      case CircuitState.Isolated:
        return 'open';
    }
  }

  /** Throws cockatiel's `BrokenCircuitError` while it is open. */
  execute<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.policy.execute(work);
  }

  /** Trusts the system no further than after a pause of its own. */
  beginTrial(): void {
    this.breaker.beginTrial();
  }
}
