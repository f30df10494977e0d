import { badRequest } from '../bot-api-error.js';
import type { MethodTable } from './method.js';

const LONGEST_TOAST = 200;

export const QUERY_METHODS: MethodTable = {
  answerCallbackQuery: (call, world) => {
    const text = call.text('text') ?? '';
    if (text.length > LONGEST_TOAST) throw badRequest('MESSAGE_TOO_LONG');
    const query = world.callbacks.answer(call.text('callback_query_id'));
    const chat = world.chats.find(query.userId);
    if (chat && text !== '') chat.lastToast = { text, alert: call.flag('show_alert'), at: world.now().toISOString() };
    world.changed();
    return true;
  },
};
