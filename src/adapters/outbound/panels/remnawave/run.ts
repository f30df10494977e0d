import { type PanelCall, PanelConflict, PanelError, PanelRetryable } from '#use-cases/ports/panels/panel-error.js';

/** One operation at the panel. It remembers whether anything may have changed there, so that no error ever denies it. */
export class Run implements PanelCall {
  /** Set once a change was sent that was not surely refused. */
  changed = false;

  constructor(
    readonly panel: string,
    readonly operation: string,
  ) {}

  /** The same error, unless it says that nothing happened although something may have. */
  honest(error: unknown): unknown {
    if (!this.changed || !(error instanceof PanelError) || error instanceof PanelConflict) return error;
    return error.outcome === 'unknown' ? error : this.unclear(error.message);
  }

  unclear(reason: string): PanelRetryable {
    const { panel, operation } = this;
    return new PanelRetryable({ panel, operation, outcome: this.changed ? 'unknown' : 'not_applied' }, reason);
  }
}
