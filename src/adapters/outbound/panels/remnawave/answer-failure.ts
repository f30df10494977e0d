import {
  PanelAuth,
  type PanelCall,
  type PanelError,
  type PanelFailure,
  PanelNotFound,
  PanelPermanent,
  PanelRetryable,
  type PanelTroubleCode,
} from '#use-cases/ports/panels/panel-error.js';
import type { HttpAnswer } from '../../kit/http-client.js';
import type { HttpFailure } from '../../kit/http-failure.js';
import { documentOf } from '../../kit/json-reader.js';
import { refusalSchema } from './wire.js';

/** The panel gave no answer, or a stumbling one. `trouble` is what the connection test calls it. */
export class PanelStumble extends PanelRetryable {
  constructor(
    failure: PanelFailure,
    reason: string,
    readonly trouble: PanelTroubleCode,
    retryAfterMs?: number,
  ) {
    super(failure, reason, retryAfterMs);
  }
}

/** The panel understood and said no; `errorCode` is its own (`A019`), which validation has none of. */
export class RemnawaveRefusal extends PanelPermanent {
  constructor(
    call: PanelCall,
    said: string,
    readonly errorCode: string | undefined,
  ) {
    super(call, errorCode === 'A118' ? 'unknown-placement' : 'refused', said);
  }
}

export interface SentCall extends PanelCall {
  readonly effect: 'read' | 'write';
  readonly tokenEnded: boolean;
}

const NO_SUCH_USER = new Set(['A025', 'A063']);
const BUSY = new Set([408, 425, 429]);

/** What an answer that is no success means. A write that stumbled may have been carried out, a read has nothing to carry out. */
export function failureOfAnswer(answer: HttpAnswer, call: SentCall): PanelError {
  const { status } = answer;
  const { code, words, message } = wordOf(answer.text);
  const said = [String(status), code, words].filter(Boolean).join(' ');
  if (status >= 500 || BUSY.has(status)) return new PanelStumble(failureOf(call), `answered ${said}`, 'failing', retryAfter(answer));
  if (status === 401) return new PanelAuth(call, call.tokenEnded ? 'token-expired' : 'wrong-credentials', said);
  // A deleted token gets the same word as one without the scope; a front door that keeps us out speaks otherwise.
  if (status === 403) return new PanelAuth(call, message === 'Forbidden resource' ? 'missing-scope' : 'wrong-credentials', said);
  if (status === 404 && code !== undefined && NO_SUCH_USER.has(code)) return new PanelNotFound(call);
  // Without a code it is the route that is missing, not the user.
  if (status === 404 && code === undefined) return new PanelPermanent(call, message?.startsWith('Cannot ') ? 'unsupported-version' : 'not-this-panel', said);
  if (status < 400) return new PanelPermanent(call, 'not-this-panel', said);
  return new RemnawaveRefusal(call, said, code);
}

/** What it means that there was no answer. In production mode the panel hangs up on every call without the forwarding headers. */
export function failureOfTransport(failure: HttpFailure, call: SentCall): PanelStumble {
  if (failure.outcome === 'not-sent') return new PanelStumble({ ...call, outcome: 'not_applied' }, 'could not be reached', 'unreachable');
  const dropped = /ECONNRESET/.test(failure.reason);
  return new PanelStumble(failureOf(call), dropped ? 'hung up without an answer' : 'did not answer', dropped ? 'forwarding-headers' : 'unreachable');
}

function failureOf({ panel, operation, effect }: SentCall): PanelFailure {
  return { panel, operation, outcome: effect === 'read' ? 'not_applied' : 'unknown' };
}

function wordOf(text: string): { readonly code: string | undefined; readonly words: string; readonly message: string | undefined } {
  const parsed = refusalSchema.safeParse(documentOf(text));
  if (!parsed.success) return { code: undefined, words: 'without a word it is known for', message: undefined };
  const { errorCode, message, errors } = parsed.data;
  const fields = (errors ?? []).map(({ path }) => path.join('.')).join(', ');
  return { code: errorCode ?? undefined, words: printable(`${message ?? ''} ${fields}`), message: message ?? undefined };
}

/** A word that is long enough for a secret is left out. */
function printable(text: string): string {
  return text
    .replace(/[^\p{L}\p{N}\p{P}\p{Zs}]/gu, ' ')
    .replace(/[\w.~+/=-]{20,}/g, '…')
    .trim()
    .slice(0, 160);
}

function retryAfter(answer: HttpAnswer): number | undefined {
  const seconds = /^\d{1,5}$/.exec(answer.headers.get('retry-after') ?? '')?.[0];
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}
