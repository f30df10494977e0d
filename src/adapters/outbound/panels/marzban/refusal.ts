import { PanelAuth, PanelConflict, type PanelError, type PanelFailure, PanelNotFound, PanelPermanent, PanelRetryable, type PanelTroubleCode } from '#use-cases/ports/panels/panel-error.js';
import type { HttpAnswer } from '../../kit/http-client.js';
import { documentOf } from '../../kit/json-reader.js';
import { refusalSchema } from './wire.js';

/** A failure that may pass, with what the connection test calls it. */
export class Stumble extends PanelRetryable {
  constructor(
    failure: PanelFailure,
    reason: string,
    readonly trouble: PanelTroubleCode,
    retryAfterMs?: number,
  ) {
    super(failure, reason, retryAfterMs);
  }
}

export interface RefusedCall {
  /** What the failure says if the call may have been carried out. */
  readonly failure: PanelFailure;
  /** About one account rather than about the panel. */
  readonly account: boolean;
}

/** What an answer other than success means. */
export function refusalOf(answer: HttpAnswer, { failure, account }: RefusedCall): PanelError {
  const { status } = answer;
  const detail = detailOf(answer.text);
  const unapplied: PanelFailure = { ...failure, outcome: 'not_applied' };
  if (status === 401) return new PanelAuth(failure, 'wrong-credentials', 'does not know the administrator');
  // Another administrator's account answers so, once its name was found; foreign whatever its note says.
  if (status === 403) return account ? new PanelConflict(failure) : new PanelAuth(failure, 'missing-scope', 'does not allow this to the administrator');
  if (status === 404 && detail === 'User not found') return new PanelNotFound(failure);
  if (status === 409) return new PanelConflict(failure);
  if (status === 400 || status === 422) return refusedData(failure, detail);
  if (status === 425 || status === 429) return new Stumble(unapplied, `answered ${status}`, 'failing', retryAfter(answer));
  // 500 is also what it says after it has done what it was told.
  if (status === 408 || status >= 500) return new Stumble(failure, `answered ${status}`, 'failing', retryAfter(answer));
  return new PanelPermanent(failure, 'not-this-panel', `answered ${status} as no Marzban does`);
}

function detailOf(text: string): string | Readonly<Record<string, unknown>> | undefined {
  const parsed = refusalSchema.safeParse(documentOf(text));
  return parsed.success ? parsed.data.detail : undefined;
}

/** Fields are named, but only the words about tags are repeated: others may quote what was sent. */
function refusedData(failure: PanelFailure, detail: ReturnType<typeof detailOf>): PanelPermanent {
  const fields = typeof detail === 'object' ? Object.keys(detail).map((field) => printable(field, 40)) : [];
  if (fields.includes('inbounds')) return new PanelPermanent(failure, 'unknown-placement', printable(String((detail as Record<string, unknown>)['inbounds'])));
  if (fields.length > 0) return new PanelPermanent(failure, 'refused', `refused ${fields.join(', ').slice(0, 120)}`);
  return new PanelPermanent(failure, 'refused', typeof detail === 'string' ? printable(detail) : 'refused without a reason');
}

function retryAfter(answer: HttpAnswer): number | undefined {
  const seconds = /^\d{1,5}$/.exec(answer.headers.get('retry-after') ?? '')?.[0];
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}

function printable(text: string, longest = 160): string {
  return text.replace(/[^\p{L}\p{N}\p{P}\p{Zs}]/gu, ' ').slice(0, longest);
}
