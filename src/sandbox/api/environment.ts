import { INBOUNDS as MARZBAN_INBOUNDS } from '#sandbox/panels/marzban/user.js';
import { INBOUNDS as XUI_INBOUNDS } from '#sandbox/panels/xui/client.js';
import { environment as wataEnvironment } from '#sandbox/wata/wata-simulator.js';
import { MERCHANT, panelsOf } from './outside-world.js';
import type { OutsideWorld } from './outside-world.js';

/** Short, so that a failed purchase is known to be void while somebody watches. */
const VOID_MARGIN_SECONDS = '3';
/** More accounts than anybody sells here. */
const PANEL_CAPACITY = '1000';

type Variables = Readonly<Record<string, string>>;

/** The variables that make a shop use this world instead of the real one. */
export function environmentOf(outside: OutsideWorld, origin: string): Variables {
  const { telegram, yookassa, cryptoPay, fragment, ton } = outside;
  return Object.freeze({
    TELEGRAM_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
    HELEKET_BASE_URL: `${origin}/sandbox/heleket/api`,
    MERCHANT_UUID: MERCHANT.merchant,
    API_KEY: MERCHANT.apiKey,
    HELEKET_PAYOUT_KEY: MERCHANT.payoutKey,
    ...yookassa.environment(origin),
    ...wataEnvironment(origin),
    ...cryptoPay.environment(origin),
    FRAGMENT_BASE_URL: `${origin}/sandbox/fragment/site`,
    FRAGMENT_SEED_PHRASE: ton.seedPhrase,
    FRAGMENT_WALLET_VERSION: ton.walletVersion,
    FRAGMENT_WALLET_ADDRESS: ton.walletAddress,
    FRAGMENT_COOKIES: fragment.initialCookies,
    FRAGMENT_VOID_MARGIN_SECONDS: VOID_MARGIN_SECONDS,
    TON_API_URL: `${origin}/sandbox/ton/api`,
    ...panelVariables(outside, origin),
    WEBHOOK_HOST: origin,
  });
}

/** Each panel's own settings, and what a shop has to know beside them: where accounts are placed there, its name, how many fit. */
function panelVariables(outside: OutsideWorld, origin: string): Variables {
  const { marzban, remnawave, xui } = outside;
  const settings: Readonly<Record<string, { readonly prefix: string; readonly own: Variables }>> = {
    marzban: { prefix: 'MARZBAN', own: { ...marzban.settings(origin), PLACEMENT: MARZBAN_INBOUNDS.map(({ tag }) => tag).join(',') } },
    remnawave: { prefix: 'REMNAWAVE', own: { ...remnawave.settings(origin), PLACEMENT: remnawave.placement.join(',') } },
    '3x-ui': { prefix: 'XUI', own: { ...xui.settings(origin), PLACEMENT: ownInbounds().join(',') } },
  };
  const named = panelsOf(outside).flatMap(({ id, title }) => {
    const { prefix, own } = settings[id] ?? { prefix: id, own: {} };
    return Object.entries({ ...own, TITLE: title, CAPACITY: PANEL_CAPACITY }).map(([name, value]) => [`${prefix}_${name}`, value] as const);
  });
  return Object.fromEntries(named);
}

/** Those that the panel serves by itself: a server of its own may be away. */
function ownInbounds(): readonly number[] {
  return XUI_INBOUNDS.filter(({ nodeId }) => nodeId === undefined).map(({ id }) => id);
}
