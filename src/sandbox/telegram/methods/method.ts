import type { TelegramWorld } from '../state/telegram-world.js';
import type { MethodCall } from '../reading/method-call.js';

/** One Bot API method: gives the `result` or throws the refusal. */
export type Method = (call: MethodCall, world: TelegramWorld) => unknown;
export type MethodTable = Readonly<Record<string, Method>>;
