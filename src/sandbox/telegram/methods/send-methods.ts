import { badRequest } from '../bot-api-error.js';
import { readPhoto } from '../reading/photo-source.js';
import type { MethodTable } from './method.js';
import { chatToPostTo, postMessage } from './post-message.js';
import { readCaption, readText } from '../reading/text-content.js';

const CHAT_ACTIONS = [
  ...['typing', 'upload_photo', 'record_video', 'upload_video', 'record_voice', 'upload_voice', 'upload_document'],
  ...['choose_sticker', 'find_location', 'record_video_note', 'upload_video_note'],
];

export const SEND_METHODS: MethodTable = {
  sendMessage: (call, world) => {
    const chat = chatToPostTo(call, world);
    return postMessage(call, world, chat, { formatted: readText(call) });
  },

  sendPhoto: async (call, world) => {
    const chat = chatToPostTo(call, world);
    const formatted = readCaption(call);
    const photo = await readPhoto(call, world, call.text('photo'), 'photo');
    return postMessage(call, world, chat, { formatted, photo });
  },

  sendChatAction: (call, world) => {
    world.chats.forSending(call.chatId());
    if (!CHAT_ACTIONS.includes(call.text('action') ?? '')) throw badRequest('wrong parameter action in request');
    return true;
  },
};
