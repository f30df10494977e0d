import { callback } from '#adapters/texts/callback-data.js';
import { homeButton } from '#adapters/texts/cards/buttons.js';
import type { View } from '#adapters/texts/view.js';
import type { Words } from '#adapters/texts/words.js';

export function languageView(words: Words): View {
  return {
    html: words.html('language.text'),
    keyboard: [
      [
        { text: words.plain('language.ru'), data: callback('language_{language}', { language: 'ru' }) },
        { text: words.plain('language.en'), data: callback('language_{language}', { language: 'en' }) },
      ],
      [homeButton(words)],
    ],
  };
}
