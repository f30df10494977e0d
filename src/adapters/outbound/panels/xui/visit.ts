import type { z } from 'zod';
import { type PanelCall, PanelConflict, PanelError, PanelNotFound, PanelPermanent, PanelRetryable } from '#use-cases/ports/panels/panel-error.js';
import type { PanelAccountRef } from '#use-cases/ports/panels/vpn-panel.js';
import type { WriteLine } from '../../kit/define-panel.js';
import { HttpFailure } from '../../kit/http-failure.js';
import type { Account } from './account.js';
import type { Refused, XuiApi } from './api.js';
import { accountSchema, optionsSchema, trafficSchema, writtenSchema } from './wire.js';

/** What came of a write: `unclear` ones have to be looked for. */
export type Written = 'done' | 'unclear' | 'exists' | 'missing';

/**
 * One operation at the panel from its first read to its last. It remembers whether anything may have been changed, so that no
 * failure behind that claims that nothing happened.
 */
export class XuiVisit {
  readonly call: PanelCall;
  private wrote = false;
  private behind = false;
  private doubt: PanelRetryable | undefined;

  constructor(
    private readonly api: XuiApi,
    private readonly line: WriteLine,
    operation: string,
  ) {
    this.call = { panel: api.panel, operation };
  }

  /** Throws `PanelConflict` for an account with another marker. */
  async find(ref: PanelAccountRef): Promise<Account | undefined> {
    const key = encodeURIComponent(ref.key);
    const found = await this.read(`clients/get/${key}`, accountSchema);
    if (!found) return undefined;
    if (found.client.comment !== ref.marker) throw new PanelConflict(this.call);
    // An account removed in between has no row either.
    const traffic = await this.read(`clients/traffic/${key}`, trafficSchema);
    return { ...found, traffic: traffic ?? trafficSchema.parse(null) };
  }

  /** As `find`; throws `PanelNotFound`, or when this operation has written, that its outcome is unknown. */
  async need(ref: PanelAccountRef): Promise<Account> {
    const account = await this.find(ref);
    if (account) return account;
    throw this.wrote ? this.unsettled() : new PanelNotFound(this.call);
  }

  /** The panel finds out about a missing inbound only after it has made a part of the account. */
  async requireInbounds(ids: readonly string[]): Promise<void> {
    const known = new Set(await this.read('inbounds/options', optionsSchema));
    const missing = ids.filter((id) => !known.has(id));
    if (missing.length > 0) throw new PanelPermanent(this.call, 'unknown-placement', `no inbound has the id ${missing.join(', ').slice(0, 80)}`);
  }

  /** Undefined for what the panel does not know. */
  async read<Schema extends z.ZodType>(path: string, answer: Schema): Promise<z.output<Schema> | undefined> {
    try {
      const said = await this.api.call({ ...this.call, method: 'GET', path, answer });
      if ('done' in said) return said.done;
      if (said.refused.kind === 'missing') return undefined;
      throw this.refusal(said.refused, 'not_applied');
    } catch (error) {
      throw this.afterwards(error);
    }
  }

  async write(path: string, body: object = {}): Promise<Written> {
    try {
      const said = await this.line(() => this.api.call({ ...this.call, method: 'POST', path, body, answer: writtenSchema }));
      if ('refused' in said) return this.knownRefusal(said.refused);
      this.wrote = true;
      this.behind ||= said.done.nodePending;
      return 'done';
    } catch (error) {
      if (!(error instanceof PanelRetryable) || error.outcome !== 'unknown') throw this.afterwards(error);
      this.wrote = true;
      this.doubt = error;
      return 'unclear';
    }
  }

  /** What to throw when the panel does not show what it was told. */
  unsettled(): PanelRetryable {
    return this.doubt ?? new PanelRetryable({ ...this.call, outcome: 'unknown' }, 'said yes and shows something else');
  }

  /** Throws when everything is saved and a server has yet to learn of it; told again, there is nothing left to change. */
  assertCaughtUp(): void {
    if (this.behind) throw new PanelRetryable({ ...this.call, outcome: 'unknown' }, 'saved, but a server of the panel is offline');
  }

  /** A locked database may have stopped a write at its second inbound. */
  private knownRefusal(refused: Refused): Written {
    if (refused.kind === 'exists' || refused.kind === 'missing') return refused.kind;
    throw this.refusal(refused, 'unknown');
  }

  private refusal({ kind, said }: Refused, outcome: 'unknown' | 'not_applied'): PanelError {
    return kind === 'busy' ? new PanelRetryable({ ...this.call, outcome }, said) : new PanelPermanent(this.call, 'refused', said);
  }

  private afterwards(error: unknown): unknown {
    const failure = error instanceof HttpFailure ? new PanelRetryable({ ...this.call, outcome: 'not_applied' }, error.reason) : error;
    if (!this.wrote || !(failure instanceof PanelError) || failure.outcome === 'unknown') return failure;
    return new PanelRetryable({ ...this.call, outcome: 'unknown' }, failure.message, failure instanceof PanelRetryable ? failure.retryAfterMs : undefined);
  }
}
