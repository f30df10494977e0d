/** A button under a message: it sends data back to the bot, or opens a link. */
export type Button = { readonly text: string; readonly data: string } | { readonly text: string; readonly url: string };

export type Keyboard = readonly (readonly Button[])[];

/** What a person sees: Telegram HTML and the buttons under it. */
export interface View {
  readonly html: string;
  readonly keyboard: Keyboard;
  /** A picture (PNG) above the text, which may then be no longer than a caption. */
  readonly photo?: Uint8Array;
}

/** Paragraphs of a message; what is undefined is left out. */
export function paragraphs(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join('\n\n');
}

export function lines(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join('\n');
}

type WireButton = { text: string; callback_data: string } | { text: string; url: string };

/** Telegram's markup, shared by all that send messages. */
export function inlineKeyboard(keyboard: Keyboard): { inline_keyboard: WireButton[][] } {
  return { inline_keyboard: keyboard.map((row) => row.map(wireButton)) };
}

function wireButton(button: Button): WireButton {
  return 'url' in button ? { text: button.text, url: button.url } : { text: button.text, callback_data: button.data };
}
