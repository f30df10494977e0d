import { FULFILMENT_STATES, type FulfilmentState } from './fulfilment-states.js';

/** The delivery of one order's stars. `fence` grows with each claim, so that a worker that lost its lease cannot write. */
export interface StarFulfilmentProps {
  readonly orderId: string;
  readonly state: FulfilmentState;
  /** The wallet and session it occupies while an attempt is live; one fulfilment at a time holds a lane. */
  readonly lane: string | undefined;
  readonly reason: string | undefined;
  readonly attempts: number;
  readonly nextAttemptAt: Date | undefined;
  readonly fence: number;
  readonly enteredAt: Date;
  readonly createdAt: Date;
}

export class StarFulfilment {
  constructor(private readonly props: StarFulfilmentProps) {}

  static queue(orderId: string, now: Date): StarFulfilment {
    return new StarFulfilment({
      orderId,
      state: 'queued',
      lane: undefined,
      reason: undefined,
      attempts: 0,
      nextAttemptAt: now,
      fence: 0,
      enteredAt: now,
      createdAt: now,
    });
  }

  get orderId(): string {
    return this.props.orderId;
  }
  get state(): FulfilmentState {
    return this.props.state;
  }
  get lane(): string | undefined {
    return this.props.lane;
  }
  get reason(): string | undefined {
    return this.props.reason;
  }
  get attempts(): number {
    return this.props.attempts;
  }
  get nextAttemptAt(): Date | undefined {
    return this.props.nextAttemptAt;
  }
  get fence(): number {
    return this.props.fence;
  }
  /** When it entered its present state. */
  get enteredAt(): Date {
    return this.props.enteredAt;
  }
  get createdAt(): Date {
    return this.props.createdAt;
  }

  moved(state: FulfilmentState, now: Date, changes: { lane?: string | undefined; reason?: string } = {}): StarFulfilment {
    return new StarFulfilment({
      ...this.props,
      ...changes,
      state: FULFILMENT_STATES.move(this.state, state),
      attempts: 0,
      nextAttemptAt: FULFILMENT_STATES.isTerminal(state) ? undefined : now,
      enteredAt: now,
    });
  }

  /** Stays in its state and is looked at again later. */
  waiting(until: Date, reason?: string): StarFulfilment {
    return new StarFulfilment({ ...this.props, attempts: this.attempts + 1, nextAttemptAt: until, reason: reason ?? this.reason });
  }

  /** Leaves its lane to the next order without changing state. */
  leavingLane(): StarFulfilment {
    return new StarFulfilment({ ...this.props, lane: undefined });
  }
}
