import type { View } from '#adapters/texts/view.js';
import type { Words } from '#adapters/texts/words.js';

/** All a function of views shows when whatever may come from outside is `text`. */
export type Showing = (words: Words, text: string) => readonly View[];
