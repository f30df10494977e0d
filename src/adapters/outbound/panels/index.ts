import { marzban } from './marzban/index.js';
import { remnawave } from './remnawave/index.js';
import { xui } from './xui/index.js';

/** Every kind of panel the shop can keep VPN accounts on: one line each. */
export const panels = [marzban, remnawave, xui] as const;
