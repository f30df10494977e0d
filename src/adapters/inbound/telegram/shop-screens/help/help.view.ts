import { callback } from '#adapters/texts/callback-data.js';
import { historyButton, homeButton } from '#adapters/texts/cards/buttons.js';
import { type Button, paragraphs, type View } from '#adapters/texts/view.js';
import type { Words } from '#adapters/texts/words.js';

export interface Support {
  readonly contact: string | undefined;
  readonly operatorId: number | undefined;
}

export function helpView(words: Words): View {
  return {
    html: words.html('help.text'),
    keyboard: [
      [{ text: words.plain('button.faq'), data: callback('help_faq') }],
      [contactButton(words)],
      [{ text: words.plain('button.language'), data: callback('language') }, homeButton(words)],
    ],
  };
}

export function faqView(words: Words): View {
  return { html: words.html('help.faq'), keyboard: [[contactButton(words)], backRow(words)] };
}

export function contactView(words: Words, { contact, operatorId }: Support): View {
  const url = contact === undefined ? undefined : linkOf(contact);
  const operator = url === undefined && operatorId !== undefined ? words.html('help.operator', { id: String(operatorId) }) : undefined;
  const reachable = url !== undefined || operator !== undefined;
  const write = url === undefined ? [] : [[{ text: words.plain('button.contact'), url }]];
  return {
    html: paragraphs(words.html(reachable ? 'help.contact' : 'help.no-contact'), operator),
    keyboard: [...write, [historyButton(words)], backRow(words)],
  };
}

function contactButton(words: Words): Button {
  return { text: words.plain('button.contact'), data: callback('contact_admin') };
}

function backRow(words: Words): readonly Button[] {
  return [{ text: words.plain('button.back'), data: callback('back_to_help') }, homeButton(words)];
}

/** `@name` and `name` mean a Telegram user; a link is taken as it is. */
function linkOf(contact: string): string | undefined {
  if (/^https:\/\/\S+$/.test(contact)) return contact;
  const name = /^@?([a-z]\w{3,31})$/i.exec(contact)?.[1];
  return name === undefined ? undefined : `https://t.me/${name}`;
}
