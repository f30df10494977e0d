import { cleanText } from './plain-text.js';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const PIECE = /<\/?([a-z-]+)[^>]*>|&(?:#\d+|#x[0-9a-f]+|[a-z]+);|[\s\S]/giu;

/** Telegram's limit for the text of a message, counted after the tags are read. */
export const LONGEST_MESSAGE = 4096;
/** The same for the text under a picture. */
export const LONGEST_CAPTION = 1024;

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}

const LONGEST_COPY = 900;

/** Text that a tap copies, whole: what is cut would be worth nothing. */
export function copyable(text: string): string {
  return `<code>${escapeHtml(cleanText(text, LONGEST_COPY))}</code>`;
}

/** The same message within `limit` visible characters: never cut inside a tag, an entity or a character; open tags are closed. */
export function fitHtml(html: string, limit = LONGEST_MESSAGE): string {
  // No piece is longer to be seen than to be written.
  if (html.length <= limit || visibleLength(html) <= limit) return html;
  const open: string[] = [];
  let kept = '';
  let room = limit - 1;
  for (const piece of piecesOf(html)) {
    if (piece.visible > room) break;
    if (piece.tag !== undefined && piece.closes) open.pop();
    else if (piece.tag !== undefined) open.push(piece.tag);
    room -= piece.visible;
    kept += piece.text;
  }
  return `${kept}…${open.toReversed().map((tag) => `</${tag}>`).join('')}`;
}

/** How many UTF-16 units Telegram counts: the text without its tags, each entity as one. */
export function visibleLength(html: string): number {
  return piecesOf(html).reduce((length, piece) => length + piece.visible, 0);
}

interface Piece {
  readonly text: string;
  readonly tag: string | undefined;
  readonly closes: boolean;
  readonly visible: number;
}

function piecesOf(html: string): Piece[] {
  return Array.from(html.matchAll(PIECE), ([text, tag]) => ({
    text,
    tag,
    closes: text.startsWith('</'),
    visible: tag !== undefined ? 0 : isEntity(text) ? 1 : text.length,
  }));
}

function isEntity(text: string): boolean {
  return text.length > 2 && text.startsWith('&');
}
