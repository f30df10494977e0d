import { BotApiError } from '../bot-api-error.js';
import { CONNECTION_METHODS } from './connection-methods.js';
import { EDIT_METHODS } from './edit-methods.js';
import type { Method } from './method.js';
import { PAYMENT_METHODS } from './payment-methods.js';
import { PROFILE_METHODS } from './profile-methods.js';
import { QUERY_METHODS } from './query-methods.js';
import { SEND_METHODS } from './send-methods.js';

const METHODS: ReadonlyMap<string, Method> = new Map(
  [CONNECTION_METHODS, SEND_METHODS, EDIT_METHODS, QUERY_METHODS, PAYMENT_METHODS, PROFILE_METHODS]
    .flatMap((table) => Object.entries(table))
    .map(([name, method]) => [name.toLowerCase(), method]),
);

/** The method of that name in any case; refuses what the sandbox's Telegram does not have. */
export function methodNamed(name: string): Method {
  const method = METHODS.get(name.toLowerCase());
  if (!method) throw new BotApiError(404, 'Not Found: method not found');
  return method;
}
