import { callback } from '#adapters/texts/callback-data.js';
import { homeButton } from '#adapters/texts/cards/buttons.js';
import { shownName } from '#adapters/texts/plain-text.js';
import type { View } from '#adapters/texts/view.js';
import type { Words } from '#adapters/texts/words.js';
import type { Subscription } from '#domain/vpn/subscription.js';

/** The button names the link that is to die, so that a second tap changes nothing more. */
export function rotationView(words: Words, { id: uuid, name, generation }: Subscription): View {
  return {
    html: words.html('config.rotate', { name: shownName(name) }),
    keyboard: [
      [{ text: words.plain('button.new-link-yes'), data: callback('sub_rotated_{generation}_{uuid}', { generation: String(generation), uuid }) }],
      [{ text: words.plain('button.back'), data: callback('sub_config_{uuid}', { uuid }) }, homeButton(words)],
    ],
  };
}
