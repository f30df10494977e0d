import { callback } from '#adapters/texts/callback-data.js';
import { extendButton, homeButton, subscriptionButton, vpnButton } from '#adapters/texts/cards/buttons.js';
import { subscriptionSign } from '#adapters/texts/cards/subscription-sign.js';
import { copyable } from '#adapters/texts/html.js';
import { shownName } from '#adapters/texts/plain-text.js';
import { type Button, type Keyboard, lines, paragraphs, type View } from '#adapters/texts/view.js';
import type { Words } from '#adapters/texts/words.js';
import type { Subscription } from '#domain/vpn/subscription.js';

export interface ServerLink {
  readonly panelId: string;
  readonly server: string;
  readonly link: string;
}

export interface ConfigOnScreen {
  readonly subscription: Subscription;
  readonly links: readonly ServerLink[];
  readonly chosen: ServerLink;
  /** The chosen link as a picture to scan. */
  readonly photo: Uint8Array;
  readonly now: Date;
}

const SYSTEMS = [['ios', 'android'], ['windows', 'macos', 'linux']] as const;
const MOST_SHOWN = 30;

export function configView(words: Words, { subscription, links, chosen, photo, now }: ConfigOnScreen): View {
  const uuid = subscription.id;
  const isOver = !subscription.isOpen(now);
  const anew: Button = { text: words.plain('button.new-link'), data: callback('sub_rotate_{uuid}', { uuid }) };
  return {
    html: paragraphs(
      lines(words.html('config.title', { name: shownName(subscription.name) }), words.html('config.server', { server: shownName(chosen.server) })),
      lines(words.html('config.how'), copyable(chosen.link)),
      words.html(isOver ? 'config.ended' : 'config.keep'),
    ),
    keyboard: [...servers(words, links, chosen, uuid), ...systems(words, uuid), [isOver ? extendButton(words, uuid) : anew], [subscriptionButton(words, uuid), homeButton(words)]],
    photo,
  };
}

/** There is no link yet, or the old one is being replaced. */
export function makingView(words: Words, { id: uuid, name }: Subscription): View {
  return {
    html: words.html('config.making', { name: shownName(name) }),
    keyboard: [[{ text: words.plain('button.refresh'), data: callback('sub_config_{uuid}', { uuid }) }], [subscriptionButton(words, uuid), homeButton(words)]],
  };
}

export function chooseView(words: Words, subscriptions: readonly Subscription[], now: Date): View {
  const choices = subscriptions.slice(0, MOST_SHOWN).map((subscription): Button[] => {
    const values = { sign: subscriptionSign(subscription, now), name: shownName(subscription.name), until: words.day(subscription.expiresAt) };
    return [{ text: words.plain('vpn.line', values), data: callback('sub_config_{uuid}', { uuid: subscription.id }) }];
  });
  return { html: words.html('config.which'), keyboard: [...choices, [vpnButton(words), homeButton(words)]] };
}

function servers(words: Words, links: readonly ServerLink[], chosen: ServerLink, uuid: string): Keyboard {
  if (links.length < 2) return [];
  return links.map(({ panelId, server }) => {
    const label = shownName(server);
    return [{ text: panelId === chosen.panelId ? words.plain('history.chosen', { label }) : label, data: callback('cfg_{panel}_{uuid}', { panel: panelId, uuid }) }];
  });
}

function systems(words: Words, uuid: string): Keyboard {
  return SYSTEMS.map((row) => row.map((system) => ({ text: words.plain(`config.${system}`), data: callback('sub_os_{system}_{uuid}', { system, uuid }) })));
}
