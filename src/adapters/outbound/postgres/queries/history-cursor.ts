import { isUuid } from '../driver/uuid-text.js';

/** The last line of a page: the next one starts below it. */
export interface HistoryPosition {
  readonly createdAt: Date;
  readonly id: string;
}

export function toCursor(position: HistoryPosition): string {
  return Buffer.from(`${position.createdAt.getTime()}/${position.id}`).toString('base64url');
}

/** Undefined for anything `toCursor` did not make. */
export function fromCursor(cursor: string | undefined): HistoryPosition | undefined {
  const [time = '', id = '', ...rest] = Buffer.from(cursor ?? '', 'base64url').toString('utf8').split('/');
  if (!/^\d{1,15}$/.test(time) || !isUuid(id) || rest.length > 0) return undefined;
  return { createdAt: new Date(Number(time)), id };
}
