import { callback } from '#adapters/texts/callback-data.js';
import { homeButton } from '#adapters/texts/cards/buttons.js';
import { copyable } from '#adapters/texts/html.js';
import { lines, paragraphs, type View } from '#adapters/texts/view.js';
import type { Words } from '#adapters/texts/words.js';
import { CLIENTS, type System } from './clients.js';

export interface SetupOnScreen {
  readonly uuid: string;
  readonly system: System;
  readonly link: string;
}

/** Links with a scheme of their own cannot stand behind a button of Telegram's: they are there to be copied. */
export function setupView(words: Words, { uuid, system, link }: SetupOnScreen): View {
  const clients = CLIENTS[system];
  const [first, second] = clients;
  return {
    html: paragraphs(
      words.html('config.steps', { system: words.plain(`config.${system}`), first: first.name, second: second.name }),
      copyable(link),
      words.html('config.paste'),
      lines(words.html('config.deep'), ...clients.map(({ name, scheme }) => `${name}: ${copyable(`${scheme}${link}`)}`)),
    ),
    keyboard: [
      clients.map(({ name, store }) => ({ text: `⬇️ ${name}`, url: store })),
      [{ text: words.plain('button.back'), data: callback('sub_config_{uuid}', { uuid }) }, homeButton(words)],
    ],
  };
}
