import type { z } from 'zod';
import { type PanelCall, PanelConflict, PanelError, PanelNotFound, PanelRetryable } from '#use-cases/ports/panels/panel-error.js';
import type { PanelAccountRef } from '#use-cases/ports/panels/vpn-panel.js';
import type { ApiCall, MarzbanApi } from './api.js';
import { anythingSchema, userSchema, type WireUser } from './wire.js';

type Write = Pick<ApiCall<z.ZodType>, 'step' | 'method'> & { readonly path?: string; readonly body?: object };

/** One operation on one account of ours: what it reads, what it changes, and whether any of it may have been carried out. */
export class Visit {
  private touched = false;
  private doubtful = false;

  constructor(
    private readonly api: MarzbanApi,
    private readonly call: PanelCall,
    private readonly ref: PanelAccountRef,
  ) {}

  /** Undefined when there is none; throws `PanelConflict` for one without our marker. */
  async read(): Promise<WireUser | undefined> {
    const user = await this.api
      .call({ ...this.about('read'), method: 'GET', path: this.path, answer: userSchema })
      .catch((error: unknown) => unlessMissing(error));
    // The panel may not tell upper case from lower: another spelling is another name.
    if (user && (user.note !== this.ref.marker || user.username !== this.ref.key)) throw new PanelConflict(this.call);
    return user;
  }

  /** The same; throws `PanelNotFound`. */
  async present(): Promise<WireUser> {
    const user = await this.read();
    if (!user) throw new PanelNotFound(this.call);
    return user;
  }

  /** Creates the account. Whether by this call or by another one of ours, it is there when it returns. */
  async create(body: object): Promise<WireUser> {
    const refused = await this.write({ step: 'create', method: 'POST', path: '/api/user', body }).catch((error: unknown) => ifNameIsTaken(error));
    const user = await this.read();
    if (user) return user;
    // Taken a moment ago and gone now, or hidden by a row that the panel itself cannot read.
    if (refused) throw new PanelRetryable({ ...this.call, outcome: 'not_applied' }, 'the name is taken by nobody it shows');
    throw this.unclear('the account is not there');
  }

  change(step: string, body: object): Promise<void> {
    return this.write({ step, method: 'PUT', body });
  }

  resetUsage(): Promise<void> {
    return this.write({ step: 'reset-usage', method: 'POST', path: `${this.path}/reset` });
  }

  revokeLinks(): Promise<void> {
    return this.write({ step: 'revoke-links', method: 'POST', path: `${this.path}/revoke_sub` });
  }

  async remove(): Promise<void> {
    await this.write({ step: 'remove', method: 'DELETE' }).catch((error: unknown) => unlessMissing(error));
  }

  /** The panel shows something else than it was told. */
  unclear(what: string): PanelRetryable {
    return new PanelRetryable({ ...this.call, outcome: 'unknown' }, this.doubtful ? `a change was not answered, and ${what}` : what);
  }

  /** What the operation fails with: once something may have changed, no failure of a later call may say that nothing did. */
  failure(error: unknown): unknown {
    if (!this.touched || !(error instanceof PanelError) || error instanceof PanelConflict || error.outcome === 'unknown') return error;
    return new PanelRetryable({ ...this.call, outcome: 'unknown' }, `after a change: ${error.message}`);
  }

  /** Resolves also when nobody can say whether it was carried out: reading tells, as it must after a success too. */
  private async write(write: Write): Promise<void> {
    try {
      await this.api.call({ ...this.about(write.step), path: this.path, ...write, answer: anythingSchema });
    } catch (error) {
      if (!(error instanceof PanelError) || error.outcome !== 'unknown') throw error;
      this.doubtful = true;
    }
    this.touched = true;
  }

  private get path(): string {
    return `/api/user/${encodeURIComponent(this.ref.key)}`;
  }

  private about(step: string) {
    return { operation: this.call.operation, step, account: true };
  }
}

function unlessMissing(error: unknown): undefined {
  if (!(error instanceof PanelNotFound)) throw error;
}

function ifNameIsTaken(error: unknown): true {
  if (!(error instanceof PanelConflict)) throw error;
  return true;
}
