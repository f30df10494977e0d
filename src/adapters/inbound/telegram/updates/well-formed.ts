type Fields = Readonly<Record<string, unknown>>;

/** Whether an update has the parts that are read of it, each of its kind. Telegram sends no other, and sends one that fails again for a day. */
export function isWellFormed(update: object): boolean {
  const { callback_query: query, message } = update as Fields;
  if (query !== undefined) return isFields(query) && isPerson(query['from']) && isText(query['id']) && isTextOrNone(query['data']) && isMessageOrNone(query['message']);
  return isMessageOrNone(message) && (!isFields(message) || message['from'] === undefined || isPerson(message['from']));
}

function isMessageOrNone(value: unknown): boolean {
  if (value === undefined) return true;
  return isFields(value) && Number.isSafeInteger(value['message_id']) && isFields(value['chat']) && isTextOrNone(value['text']);
}

function isPerson(value: unknown): boolean {
  return isFields(value) && Number.isSafeInteger(value['id']) && isText(value['first_name']) && isTextOrNone(value['username']) && isTextOrNone(value['language_code']);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function isTextOrNone(value: unknown): boolean {
  return value === undefined || isText(value);
}
