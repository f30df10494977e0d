/** What each part of a button's data may look like. */
const PARTS = {
  uuid: '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}',
  gateway: '[a-z][a-z0-9-]{0,12}',
  amount: '\\d{1,6}(?:\\.\\d{1,9})?',
  stars: '\\d{1,6}',
  filter: 'all|purchase|refund|bonus|adjustment|recharge',
  page: '\\d{1,3}',
  language: 'ru|en',
  plan: '[a-z0-9-]{1,16}',
  panel: '[a-z0-9-]{1,16}',
  currency: 'RUB|USD|EUR|USDT|TON|XTR',
  choice: 'on|off',
  system: 'ios|android|windows|macos|linux',
  generation: '\\d{1,9}',
  code: '[A-Za-z0-9_-]{3,32}',
} as const;

type Part = keyof typeof PARTS;

/** The data of every button the bot understands: public interface, because old messages keep their buttons. */
export const CALLBACKS = [
  'home',
  'balance',
  'balance_main',
  'back_to_balance',
  'recharge',
  'recharge_custom',
  'recharge_{gateway}',
  'recharge_{gateway}_custom',
  'recharge_{gateway}_{amount}',
  'balance_history',
  'history_{filter}_{page}',
  'transaction_{uuid}',
  'buy_stars',
  'buy_stars_main',
  'back_to_buy_stars',
  'buy_stars_with_balance',
  'buy_stars_with_payment',
  'buy_{stars}',
  'buy_{stars}_balance',
  'custom_amount',
  'custom_amount_balance',
  'order_self_{uuid}',
  'order_friend_{uuid}',
  'order_pay_{uuid}',
  'order_pay_balance_{uuid}',
  'order_pay_via_{gateway}_{uuid}',
  'order_pay_from_{currency}_{uuid}',
  'order_renew_{choice}_{uuid}',
  'order_cancel_{uuid}',
  'refresh_status_{uuid}',
  'check_payment_{uuid}',
  'check_recharge_{uuid}',
  'vpn',
  'vpn_trial',
  'vpn_buy',
  'plan_{plan}',
  'sub_{uuid}',
  'sub_renew_{choice}_{uuid}',
  'sub_rename_{uuid}',
  'sub_extend_{uuid}',
  'sub_plan_{plan}_{uuid}',
  'sub_change_{uuid}',
  'chg_{plan}_{uuid}',
  'chgok_{plan}_{uuid}',
  'sub_usage_{uuid}',
  'config',
  'sub_config_{uuid}',
  'cfg_{panel}_{uuid}',
  'sub_os_{system}_{uuid}',
  'sub_rotate_{uuid}',
  'sub_rotated_{generation}_{uuid}',
  'help',
  'help_main',
  'back_to_help',
  'help_faq',
  'contact_admin',
  'language',
  'language_{language}',
  'referral',
  'promo',
  'promo_{uuid}',
  'promo_enter_{code}',
] as const;

export type CallbackName = (typeof CALLBACKS)[number];

type PartsOf<Name extends string> = Name extends `${string}{${infer P}}${infer Rest}` ? P | PartsOf<Rest> : never;

/** The values a button's data carries, by the names in its pattern. */
export type CallbackValues<Name extends CallbackName> = { readonly [Key in PartsOf<Name>]: string };

type ValuesArgument<Name extends CallbackName> = [PartsOf<Name>] extends [never] ? [] : [values: CallbackValues<Name>];

const MOST_BYTES = 64;
const PATTERNS = CALLBACKS.map((name) => ({ name, pattern: patternOf(name) }));

/** The data of a button; throws for a value that its pattern does not allow, before Telegram would. */
export function callback<Name extends CallbackName>(name: Name, ...[values]: ValuesArgument<Name>): string {
  const given: Readonly<Record<string, string>> = values ?? {};
  const data = name.replace(/\{(\w+)\}/g, (_, part: string) => given[part] ?? '');
  const read = readCallback(data);
  if (read?.name !== name || Buffer.byteLength(data) > MOST_BYTES) throw new RangeError(`no button data: ${data}`);
  return data;
}

export interface ReadCallback {
  readonly name: CallbackName;
  readonly values: Readonly<Record<string, string>>;
}

/** Reads a button's data; undefined for what no button of ours ever carried. */
export function readCallback(data: string): ReadCallback | undefined {
  if (Buffer.byteLength(data) > MOST_BYTES) return undefined;
  for (const { name, pattern } of PATTERNS) {
    const match = pattern.exec(data);
    if (match) return { name, values: { ...match.groups } };
  }
  return undefined;
}

function patternOf(name: CallbackName): RegExp {
  const source = name.replace(/\{(\w+)\}/g, (_, part: string) => `(?<${part}>${PARTS[part as Part]})`);
  return new RegExp(`^${source}$`);
}
