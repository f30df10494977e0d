const LONGEST_VALUE = 200;
const LONGEST_NAME = 40;
/** Marks a reader needs to see a letter rightly are few; towers of them are decoration that breaks the line above. */
const MOST_MARKS = 2;

/** Controls, direction overrides and isolates, zero-width and tag characters: they show nothing and rearrange what stands around them. */
const INVISIBLE = /[\p{Cc}\p{Cs}\p{Co}\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/gu;
const MARKS = new RegExp(`(\\p{M}{${MOST_MARKS}})\\p{M}+`, 'gu');

/** The signs that begin or join what Telegram links in plain text, and their twins that it leaves alone. */
const LOOKALIKES: Readonly<Record<string, string>> = { '/': '\u2215', '@': '\uff20', '#': '\uff03', $: '\uff04', '.': '\u2024' };
const LINKING = /[/@#$]|\.(?=\S)/g;

/** Text from outside, safe to stand in a line of ours: one line, no hidden controls, no towers of marks, shortened with an ellipsis. */
export function cleanText(text: string, longest = LONGEST_VALUE): string {
  const head = text.slice(0, longest * 20);
  const line = head.replace(/[^\S\u00a0]+/gu, ' ').replace(INVISIBLE, '').replace(MARKS, '$1').trim();
  return shorten(line, longest);
}

/** A person's name as shown; never empty, and never what Telegram makes a link, a mention, a tag or a command of by itself. */
export function shownName(name: string): string {
  return cleanText(name, LONGEST_NAME).replace(LINKING, (sign) => LOOKALIKES[sign] ?? sign) || '…';
}

/** At most so many characters, counted as people see them. */
export function shorten(text: string, longest: number): string {
  const characters = Array.from(text);
  return characters.length <= longest ? text : `${characters.slice(0, longest - 1).join('').trimEnd()}…`;
}
