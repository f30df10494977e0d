import { unescapeHtml } from '../session/fragment-fault.js';

/** One line of the account's list of purchases. There is no id in it that we knew before. */
export interface HistoryRow {
  readonly username: string;
  readonly stars: number;
  /** Unix seconds. */
  readonly time: number;
  /** The row's own text: two rows that read alike are one to us. */
  readonly key: string;
}

const USERNAME = /@([A-Za-z0-9_]{3,32})/;
const STARS = /class="[^"]{0,100}tm-value[^"]{0,100}"[^>]{0,200}>([\d,\s]{1,20})</;
const TIME = /datetime="([^"]{1,64})"/;

/** Uncertain: one client reads this page. A row whose recipient, count or time cannot be read is no evidence and left out. */
export function readHistory(html: string): readonly HistoryRow[] {
  const rows: HistoryRow[] = [];
  for (const piece of html.split(/<tr\b/i).slice(1)) {
    const row = readRow(piece.split(/<\/tr>/i, 1)[0] ?? '');
    if (row) rows.push(row);
  }
  return rows;
}

function readRow(piece: string): HistoryRow | undefined {
  const text = unescapeHtml(piece.replace(/<[^>]{0,2000}>/g, ' '));
  const username = USERNAME.exec(text)?.[1]?.toLowerCase();
  const stars = STARS.exec(piece)?.[1]?.replace(/[,\s]/g, '');
  const time = Date.parse(TIME.exec(piece)?.[1] ?? '');
  if (username === undefined || !stars || Number.isNaN(time)) return undefined;
  return { username, stars: Number(stars), time: Math.floor(time / 1000), key: `${text.replace(/\s+/g, ' ').trim()} ${time}` };
}
