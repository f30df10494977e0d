/** Where a message stands. */
export interface MessagePlace {
  readonly chatId: number;
  readonly messageId: number;
}

/** Reads a place as the bot's screens write it; undefined for anything else. */
export function readPlace(text: string): MessagePlace | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('chatId' in value) || !('messageId' in value)) return undefined;
    const { chatId, messageId } = value;
    return typeof chatId === 'number' && typeof messageId === 'number' ? { chatId, messageId } : undefined;
  } catch {
    return undefined;
  }
}

/** The place of a message Telegram has just sent; undefined when its answer does not say. */
export function sentPlace(chatId: number, result: unknown): MessagePlace | undefined {
  if (typeof result !== 'object' || result === null || !('message_id' in result)) return undefined;
  return typeof result.message_id === 'number' ? { chatId, messageId: result.message_id } : undefined;
}
