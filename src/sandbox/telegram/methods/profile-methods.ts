import { badRequest } from '../bot-api-error.js';
import { wireChat } from '../message-wire.js';
import type { MethodCall } from '../reading/method-call.js';
import type { BotCommand } from '../state/bot-profile.js';
import type { Method, MethodTable } from './method.js';

const MOST_COMMANDS = 100;

/** What the bot says about itself. Command scopes are accepted and count as one: the sandbox has private chats only. */
export const PROFILE_METHODS: MethodTable = {
  setMyCommands: (call, world) => {
    world.profile.setCommands(languageOf(call), readCommands(call.structure('commands', 'commands')));
    world.changed();
    return true;
  },

  getMyCommands: (call, world) => world.profile.commands(languageOf(call)),

  deleteMyCommands: (call, world) => {
    world.profile.setCommands(languageOf(call), []);
    world.changed();
    return true;
  },

  setMyName: setText('name', 64),
  getMyName: getText('name'),
  setMyDescription: setText('description', 512),
  getMyDescription: getText('description'),
  setMyShortDescription: setText('short_description', 120),
  getMyShortDescription: getText('short_description'),

  setChatMenuButton: (call, world) => {
    world.profile.setMenuButton(call.structure('menu_button', 'menu button') ?? { type: 'default' });
    return true;
  },

  getChatMenuButton: (_call, world) => world.profile.menuButton,

  getChat: (call, world) => {
    const chat = world.chats.forBot(call.chatId());
    return { ...wireChat(chat.user), accent_color_id: 0, max_reaction_count: 11 };
  },
};

function setText(name: string, longest: number): Method {
  return (call, world) => {
    const text = call.text(name) ?? '';
    if (text.length > longest) throw badRequest(`bot ${name.replace('_', ' ')} is too long`);
    world.profile.setText(name, languageOf(call), text);
    return true;
  };
}

function getText(name: string): Method {
  return (call, world) => ({ [name]: world.profile.text(name, languageOf(call)) });
}

function languageOf(call: MethodCall): string {
  const language = call.text('language_code') ?? '';
  if (!/^([a-z]{2})?$/.test(language)) throw badRequest('invalid language code specified');
  return language;
}

function readCommands(value: unknown): readonly BotCommand[] {
  if (!Array.isArray(value)) throw badRequest('expected an Array of BotCommand');
  if (value.length > MOST_COMMANDS) throw badRequest('BOT_COMMANDS_TOO_MUCH');
  return value.map((one: unknown) => {
    const { command, description } = { command: '', description: '', ...(one as object) } as Record<string, unknown>;
    const name = String(command).replace(/^\//, '');
    if (!/^[a-z0-9_]{1,32}$/.test(name)) throw badRequest('BOT_COMMAND_INVALID');
    const text = String(description);
    if (text === '' || text.length > 256) throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID');
    return { command: name, description: text };
  });
}
