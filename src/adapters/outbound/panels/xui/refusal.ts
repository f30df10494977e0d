/** What a refusal means: the panel has no codes, only words. */
export type RefusalKind = 'exists' | 'missing' | 'busy' | 'other';

const WORDS: readonly (readonly [RefusalKind, readonly string[]])[] = [
  ['exists', ['duplicate email', 'email already in use', 'duplicate subid', 'subid already in use']],
  ['missing', ['record not found', 'not found in any inbound or client record', 'inbound not found for email', 'client not found in inbound']],
  ['busy', ['database is locked']],
];

const LONGEST = 160;

/** Recognises the English cause behind the sentence in the panel's language. */
export function refusalOf(message: string): { readonly kind: RefusalKind; readonly said: string } {
  const cause = causeIn(message).toLowerCase();
  const kind = WORDS.find(([, words]) => words.some((word) => cause.includes(word)))?.[0] ?? 'other';
  return { kind, said: printable(causeIn(message)) };
}

function causeIn(message: string): string {
  return /\((.*)\)\s*$/s.exec(message)?.[1] ?? message;
}

/** The cause repeats what it complains about, a link's secret too: anything that long is no word. */
function printable(cause: string): string {
  const words = cause.replace(/[\w-]{16,}/g, '…').replace(/[^\p{L}\p{N}\p{P}\p{Zs}]/gu, ' ');
  return words.trim().slice(0, LONGEST) || 'refused without a reason';
}
