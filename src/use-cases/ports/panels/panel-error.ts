import { DomainError, type ErrorDetails } from '#domain/shared/domain-error.js';

/** Whether a failed call surely changed nothing at the panel, or may have. */
export type PanelOutcome = 'not_applied' | 'unknown';

export interface PanelCall {
  readonly panel: string;
  readonly operation: string;
}

export interface PanelFailure extends PanelCall {
  readonly outcome: PanelOutcome;
}

/** What every failure of a panel says: where, in which operation, and whether anything may have changed there. */
export abstract class PanelError extends DomainError {
  readonly panel: string;
  readonly operation: string;
  readonly outcome: PanelOutcome;

  constructor(code: string, message: string, failure: PanelFailure, details: ErrorDetails = {}) {
    super(code, 'unavailable', message, { panel: failure.panel, ...details });
    this.panel = failure.panel;
    this.operation = failure.operation;
    this.outcome = failure.outcome;
  }
}

/** The panel knows no such account, in words only a missing account has. */
export class PanelNotFound extends PanelError {
  constructor(call: PanelCall) {
    super('panel.not-found', 'the panel knows no such account', { ...call, outcome: 'not_applied' });
  }
}

/** The name exists there and is not ours: never adopted, a person has to look. */
export class PanelConflict extends PanelError {
  constructor(call: PanelCall) {
    super('panel.conflict', 'the name belongs to an account that is not ours', { ...call, outcome: 'not_applied' });
  }
}

/** It may work later: the network, a busy or a stumbling panel. */
export class PanelRetryable extends PanelError {
  constructor(
    failure: PanelFailure,
    readonly reason: string,
    readonly retryAfterMs?: number,
  ) {
    super('panel.retryable', reason, failure);
  }
}

/** What is wrong with a panel that no repetition mends. The connection test words each of them for the operator. */
export type PanelTroubleCode =
  | 'unreachable'
  | 'not-this-panel'
  | 'wrong-credentials'
  | 'missing-scope'
  | 'token-expired'
  | 'token-expires-soon'
  | 'unsupported-version'
  | 'core-stopped'
  | 'no-placement'
  | 'unknown-placement'
  | 'forwarding-headers'
  | 'refused'
  | 'failing';

/** It will not work again by itself: a refused value, a wrong setting. `said` is the panel's own word, without secrets. */
export class PanelPermanent extends PanelError {
  constructor(
    call: PanelCall,
    readonly trouble: PanelTroubleCode,
    readonly said: string,
  ) {
    super('panel.permanent', said, { ...call, outcome: 'not_applied' }, { trouble });
  }
}

/** The panel does not let the shop in, also after signing in anew. */
export class PanelAuth extends PanelPermanent {}
