import { callback } from '#adapters/texts/callback-data.js';
import type { View } from '#adapters/texts/view.js';
import type { Words } from '#adapters/texts/words.js';

export function askNameView(words: Words, uuid: string): View {
  return {
    html: words.html('order.ask-name'),
    keyboard: [[{ text: words.plain('button.cancel'), data: callback('refresh_status_{uuid}', { uuid }) }]],
  };
}
