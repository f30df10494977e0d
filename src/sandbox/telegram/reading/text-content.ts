import { badRequest } from '../bot-api-error.js';
import { cleanText } from '../entities/clean-text.js';
import { withGivenEntities } from '../entities/given-entities.js';
import { parseHtml } from '../entities/html-parser.js';
import type { FormattedText } from '../entities/message-entity.js';
import { withPlainEntities } from '../entities/plain-entities.js';
import type { MethodCall } from './method-call.js';

const LONGEST_TEXT = 4096;
const LONGEST_CAPTION = 1024;
/** More than any formatting of the longest text needs; stops a reader from chewing on megabytes. */
const LONGEST_SOURCE = 64 * 1024;

/** The text of a message; limits count UTF-16 units after the formatting is read. */
export function readText(call: MethodCall): FormattedText {
  const tooLong = isEdit(call) ? 'MESSAGE_TOO_LONG' : 'message is too long';
  const formatted = readFormatted(call, 'text', 'entities', tooLong);
  if (formatted.text === '') throw badRequest('message text is empty');
  if (formatted.text.length > LONGEST_TEXT) throw badRequest(tooLong);
  return formatted;
}

export function readCaption(call: MethodCall): FormattedText {
  const tooLong = isEdit(call) ? 'MEDIA_CAPTION_TOO_LONG' : 'message caption is too long';
  const formatted = readFormatted(call, 'caption', 'caption_entities', tooLong);
  if (formatted.text.length > LONGEST_CAPTION) throw badRequest(tooLong);
  return formatted;
}

function readFormatted(call: MethodCall, field: string, entitiesField: string, tooLong: string): FormattedText {
  const source = call.text(field) ?? '';
  if (source.length > LONGEST_SOURCE) throw badRequest(tooLong);
  return withPlainEntities(cleanText(readMarkup(call, source, entitiesField)));
}

/** HTML and given entities only: the markdown modes are refused as unsupported. */
function readMarkup(call: MethodCall, source: string, entitiesField: string): FormattedText {
  const mode = (call.text('parse_mode') ?? '').toLowerCase();
  if (mode === 'html') return parseHtml(source);
  if (mode !== '') throw badRequest('unsupported parse_mode');
  const given = call.structure(entitiesField, 'entities');
  return given === undefined ? { text: source, entities: [] } : withGivenEntities(source, given);
}

function isEdit(call: MethodCall): boolean {
  return call.method.startsWith('edit');
}
