import { OperatorNeeded, RecipientRejected, RetryLater } from '#use-cases/ports/providers/star-provider.js';

/** What a refusal of Fragment means. `blocked` is a page of its bot protection in place of an answer. */
export type FaultKind =
  | 'unknown-user'
  | 'not-a-user'
  | 'restricted'
  | 'price-changed'
  | 'session'
  | 'access-denied'
  | 'bad-request'
  | 'protocol'
  | 'need-wallet'
  | 'need-verify'
  | 'rate-limit'
  | 'network'
  | 'server'
  | 'blocked'
  | 'other';

/** A call that Fragment refused or did not answer. The text is Fragment's, with anything that looks like a token cut out. */
export class FragmentFault extends Error {
  constructor(
    readonly kind: FaultKind,
    readonly method: string,
    text = '',
  ) {
    super(`fragment ${method}: ${kind}${text ? ` (${withoutTokens(text)})` : ''}`);
    this.name = 'FragmentFault';
  }
}

const BY_TEXT: ReadonlyMap<string, FaultKind> = new Map([
  ['no telegram users found', 'unknown-user'],
  ['please enter a username assigned to a user', 'not-a-user'],
  ["you can't gift telegram stars to this account at this moment", 'restricted'],
  ['price was changed. please try again', 'price-changed'],
  ['session expired', 'session'],
  ['session expired. please reconnect your wallet', 'session'],
  ['auth_session_expired', 'session'],
  ['unauthorized', 'session'],
  ['access denied', 'access-denied'],
  ['bad request', 'bad-request'],
  ['invalid method', 'protocol'],
]);

export function kindOfText(text: string): FaultKind {
  const plain = unescapeHtml(text).replaceAll('’', "'").trim().toLowerCase().replace(/[.!]+$/, '');
  return BY_TEXT.get(plain) ?? 'other';
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

export function unescapeHtml(text: string): string {
  return text.replace(/&(?:#(\d{1,6})|#x([0-9a-f]{1,5})|([a-z]{2,6}));/gi, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number.parseInt(decimal, 10);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/** The error of the port for a call that carried no money. */
export function beforeMoney(error: unknown): unknown {
  if (!(error instanceof FragmentFault)) return error;
  switch (error.kind) {
    case 'unknown-user':
      return new RecipientRejected('unknown');
    case 'not-a-user':
    case 'restricted':
      return new RecipientRejected(error.kind);
    case 'price-changed':
      return new RetryLater('price-changed', 2_000);
    case 'session':
    case 'access-denied':
    case 'bad-request':
      return new OperatorNeeded('session-dead');
    case 'protocol':
      return new OperatorNeeded('protocol-changed');
    case 'need-wallet':
    case 'need-verify':
      return new OperatorNeeded(error.kind);
    case 'rate-limit':
      return new RetryLater('rate-limit', 3_000);
    case 'network':
      return new RetryLater('network', 5_000);
    case 'blocked':
      return new RetryLater('provider-error', 60_000);
    case 'server':
    case 'other':
      return new RetryLater('provider-error', 15_000);
  }
}

/** For calls about money that already left: whatever is wrong, they are only ever repeated. */
export function afterMoney(error: unknown): unknown {
  const mapped = beforeMoney(error);
  return mapped instanceof OperatorNeeded || mapped instanceof RecipientRejected ? new RetryLater('provider-error', 60_000) : mapped;
}

function withoutTokens(text: string): string {
  return text.replace(/[\w+/=%-]{16,}/g, '…').slice(0, 120);
}
