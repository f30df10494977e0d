import { guardsOf, type Guard } from '../guard.js';

const CONFIG = ['test/composition/config.test.ts', 'test/composition/start.test.ts'];
const LOGGER = ['test/adapters/system/logger.test.ts'];

export const GUARDS_OF_CONFIGURATION: readonly Guard[] = [
  ...guardsOf('src/composition/config/config.ts', CONFIG, [
    ['production never runs the sandbox', ` && NODE_ENV?.toLowerCase() !== 'production'`, ' && NODE_ENV !== TELEGRAM_TOKEN + String(BOT_TOKEN)'],
    ['a shop that is called has an address', `if (service.data?.TELEGRAM_UPDATES === 'webhook' && service.data.WEBHOOK_HOST === undefined) {`, `if (service.data?.WEBHOOK_HOST === '') {`],
    ['a divided shop has a server', 'if (roles.length < ROLES.length && service.data?.DATABASE_URL === undefined) {', 'if (roles.length < 0) {'],
    ['a shop has a gateway', 'if (gateways.every(({ comesWithTheBot }) => comesWithTheBot) && found.length === 0) {', 'if (gateways.length < 0) {'],
    ['the log knows every secret', '...(fragment ? secretsOfFragment(fragment) : []),', ''],
    ['the log knows the passwords in addresses', '...[service.DATABASE_URL, service.REDIS_URL].map(passwordIn),', ''],
  ]),
  ...guardsOf('src/adapters/outbound/kit/config-section.ts', ['test/adapters/payments/define-gateway.test.ts', 'test/adapters/payments/heleket/config.test.ts'], [
    ['a mistake shows no value', `issue.message.includes(value) ? 'is not valid' : issue.message`, 'issue.message'],
  ]),
  ...guardsOf('src/adapters/outbound/system/pino-logger.ts', LOGGER, [['known secrets are erased', 'out.write(known.erase(line.toString()));', 'out.write(line.toString());']]),
  ...guardsOf('src/adapters/outbound/system/redaction.ts', LOGGER, [
    ['fields of secret names are not written', '[name, isSecretName(name) ? REDACTED : withoutSecretFields(item, depth + 1)]', '[name, withoutSecretFields(item, depth + 1)]'],
    ['a token is known by its form', '.replace(BOT_TOKEN, `$1:${REDACTED}`)', ''],
    ['a password in an address is known by its form', '.replace(URL_PASSWORD, `$1:${REDACTED}@`)', ''],
  ]),
];
