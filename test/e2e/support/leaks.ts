import { telegramSecret } from '#composition/parts/telegram-secret.js';
import type { OpenShop } from './open-shop.js';
import type { HeardRequest } from './wiretap.js';

const SHORTEST = 8;
/** There only where the sandbox has such a panel. */
const PANEL_SECRETS = ['PANEL_KEY', 'MARZBAN_PASSWORD', 'MARZBAN_WEBHOOK_SECRET', 'REMNAWAVE_TOKEN', 'REMNAWAVE_API_KEY', 'REMNAWAVE_WEBHOOK_SECRET', 'XUI_TOKEN'];

/** Everything in a sandbox's environment that nobody may ever see, by the name of its variable. */
export function secretsOf(environment: Readonly<Record<string, string>>): ReadonlyMap<string, readonly string[]> {
  const value = (name: string): string => environment[name] ?? '';
  return new Map([
    ['TELEGRAM_TOKEN', [value('TELEGRAM_TOKEN'), value('TELEGRAM_TOKEN').split(':')[1] ?? '']],
    ['API_KEY', [value('API_KEY')]],
    ['HELEKET_PAYOUT_KEY', [value('HELEKET_PAYOUT_KEY')]],
    ['FRAGMENT_SEED_PHRASE', threesOf(value('FRAGMENT_SEED_PHRASE'))],
    ['FRAGMENT_COOKIES', value('FRAGMENT_COOKIES').split(';').map((cookie) => cookie.slice(cookie.indexOf('=') + 1).trim()).filter(({ length }) => length >= SHORTEST)],
    ['WEBHOOK_SECRET', [value('WEBHOOK_SECRET')]],
    ['TON_API_KEY', [value('TON_API_KEY')]],
    ...PANEL_SECRETS.filter((name) => value(name) !== '').map((name) => [name, [value(name)]] as const),
    ['the webhook secret of Telegram', [telegramSecret(value('TELEGRAM_TOKEN'))]],
  ]);
}

/** Where each secret shows, as `VARIABLE in place`; looks for it plain, in base64, escaped for a URL and in hex. */
export function findLeaks(secrets: ReadonlyMap<string, readonly string[]>, places: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(places).flatMap(([place, text]) =>
    [...secrets].flatMap(([name, values]) => (values.some((secret) => formsOf(secret).some((form) => text.includes(form))) ? [`${name} in ${place}`] : [])),
  );
}

/** Where a third party has to be shown a secret of ours. Each begins the line it stands in. */
const ENTRUSTED: readonly RegExp[] = [
  /^TELEGRAM_TOKEN in the url to telegram \/sandbox\/telegram\/(?:api\/)?bot[^/]+\/\w+$/,
  /^the webhook secret of Telegram in the body to telegram \/sandbox\/telegram\/(?:api\/)?bot[^/]+\/setWebhook$/,
  /^FRAGMENT_COOKIES in the header cookie to fragment /,
  /^TON_API_KEY in the header x-api-key to ton /,
];

/** Which secrets the shop told somebody who is not meant to know them, or wrote where it should not: `VARIABLE in the body to heleket /path`; and how many of those it has to show it showed. */
export function findTold(secrets: ReadonlyMap<string, readonly string[]>, requests: readonly HeardRequest[]): { readonly told: readonly string[]; readonly entrusted: number } {
  const told = requests.flatMap(({ system, url, headers, body }) => {
    const parts: readonly (readonly [string, string])[] = [['url', url], ['body', body], ...Object.entries(headers).map(([name, value]) => [`header ${name}`, value] as const)];
    return parts.flatMap(([part, text]) => findLeaks(secrets, { [`the ${part} to ${system} ${url}`]: text }));
  });
  const isMeant = (line: string): boolean => ENTRUSTED.some((meant) => meant.test(line));
  return { told: [...new Set(told)].filter((line) => !isMeant(line)), entrusted: ENTRUSTED.filter((meant) => told.some((line) => meant.test(line))).length };
}

/** Every row of every table, as text; sealed bytes come as hex. */
export async function everyRow({ database }: OpenShop): Promise<string> {
  const { rows } = await database.knex.raw<{ rows: { name: string }[] }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname IN ('public', 'pgboss')`,
  );
  const tables: string[] = [];
  for (const { name } of rows) {
    const found = await database.knex.raw<{ rows: { row: string }[] }>(`SELECT "table"::text AS row FROM ${name} "table"`);
    tables.push(...found.rows.map(({ row }) => row));
  }
  return tables.join('\n');
}

function formsOf(secret: string): readonly string[] {
  if (secret === '') return [];
  return [secret, Buffer.from(secret).toString('base64'), encodeURIComponent(secret), Buffer.from(secret).toString('hex')];
}

/** Any three neighbouring words of the phrase give it away; one alone is a word of the language. */
function threesOf(phrase: string): readonly string[] {
  const words = phrase.split(' ');
  return words.slice(2).map((_, first) => words.slice(first, first + 3).join(' '));
}
