import { expect } from 'chai';
import { type Config, ConfigurationError, isSandbox, readConfig } from '#composition/config/config.js';
import { run } from '#composition/run.js';
import type { RunningService } from '#composition/running-service.js';
import { anEnvironment } from './an-environment.js';

/** A wrong value for every variable that can be wrong. */
const ALL_WRONG: Readonly<Record<string, string>> = {
  PORT: 'canary-port',
  POLARIS_ROLES: 'bot, canary-role',
  SHUTDOWN_DRAIN_SECONDS: 'canary-time',
  TRUSTED_PROXIES: '10.0.0.0/8, canary-proxy',
  TELEGRAM_TOKEN: 'canary-token',
  TELEGRAM_API_ROOT: 'canary-root',
  TELEGRAM_UPDATES: 'canary-updates',
  WEBHOOK_HOST: 'https://canary.example/with-a-path',
  WEBHOOK_PATH: 'canary-path',
  ADMIN_IDS: '1, canary-id',
  SUPPORT_CONTACT: 'canary contact',
  SHOP_URL: 'canary-link',
  TIME_ZONE: 'Canary/Island',
  DATABASE_URL: 'mysql://canary:canary@host/db',
  DATABASE_POOL_SIZE: 'canary-pool',
  REDIS_URL: 'http://canary',
  LOG_LEVEL: 'canary-level',
  METRICS_ENABLED: 'canary-flag',
  CIRCUIT_BREAKER_FAILURES: 'canary-count',
  CIRCUIT_BREAKER_OPEN_SECONDS: '0',
  SWEEP_INTERVAL_MS: '1',
  MERCHANT_UUID: 'canary-merchant',
  API_KEY: 'canary',
  HELEKET_PAYOUT_KEY: 'canary',
  HELEKET_BASE_URL: 'ftp://canary',
  HELEKET_WEBHOOK_IPS: 'canary-ip',
  HELEKET_CHECK_WEBHOOK_IP: 'canary-flag',
  WEBHOOK_SECRET: 'canary-secret',
  PAYMENT_TIMEOUT: 'canary-time',
  PANEL_KEY: 'canary-key',
  MARZBAN_BASE_URL: 'ftp://canary',
  MARZBAN_USERNAME: 'canary-name'.repeat(10),
  MARZBAN_PASSWORD: 'canary-password'.repeat(20),
  MARZBAN_SUBSCRIPTION_URL: 'canary-url',
  MARZBAN_FLOW: 'canary-flow',
  MARZBAN_WEBHOOK_SECRET: 'canary',
  MARZBAN_PLACEMENT: ', ,',
  MARZBAN_TITLE: 'canary-title'.repeat(5),
  MARZBAN_CAPACITY: 'canary-count',
  REMNAWAVE_BASE_URL: 'canary-url',
  REMNAWAVE_TOKEN: 'canary',
  REMNAWAVE_API_KEY: 'canary key',
  REMNAWAVE_EXTRA_HEADERS: 'canary header',
  REMNAWAVE_WEBHOOK_SECRET: 'canary-secret',
  REMNAWAVE_PLACEMENT: 'canary-squad'.repeat(10),
  REMNAWAVE_CAPACITY: '0',
  XUI_BASE_URL: 'https://canary:canary@panel.example',
  XUI_TOKEN: 'canary',
  XUI_SUBSCRIPTION_URL: 'canary-url',
  XUI_FLOW: 'canary-flow',
  XUI_PLACEMENT: ',',
  XUI_CAPACITY: '1.5',
  FRAGMENT_SEED_PHRASE: 'canary phrase of five words',
  FRAGMENT_WALLET_VERSION: 'canary-version',
  FRAGMENT_WALLET_ADDRESS: 'canary-address',
  FRAGMENT_COOKIES: 'canary-cookies',
  FRAGMENT_BASE_URL: 'canary-url',
  FRAGMENT_SHOW_SENDER: 'canary-flag',
  FRAGMENT_VOID_MARGIN_SECONDS: 'canary-margin',
  TON_API_URL: 'canary-url',
  TON_API_KEY: 'canary key',
};

function refusal(environment: Readonly<Record<string, string | undefined>>): ConfigurationError {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

const namesIn = (error: ConfigurationError): readonly string[] => error.issues.map(({ name }) => name);

describe('the configuration', () => {
  it('of a shop needs six variables and takes the rest from what is usual', () => {
    const config = readConfig(anEnvironment());
    expect(config.http).to.deep.equal({ host: '127.0.0.1', port: 8080, trustedProxies: [] });
    expect(config.telegram).to.include({ updates: 'polling', apiRoot: 'https://api.telegram.org', webhookPath: '/webhook/telegram' });
    expect(config.gateways.map(({ id }) => id)).to.deep.equal(['heleket', 'stars']);
    expect(config.database).to.deep.equal({ url: undefined, poolSize: 10, dataDir: '.data' });
    expect(config.redis).to.equal(undefined);
    expect(Object.isFrozen(config)).to.equal(true);
  });

  it('names every mistake at once, and never a value', () => {
    const error = refusal(ALL_WRONG);
    expect([...new Set(namesIn(error))].sort()).to.deep.equal(Object.keys(ALL_WRONG).sort());
    expect(error.message.split('\n')).to.have.length(error.issues.length + 1);
    expect(error.message).not.to.match(/canary|with-a-path|mysql|ftp/);
  });

  it('names what is missing for a shop that is to sell for real', async () => {
    const runs = (service: RunningService): Promise<string> => service.stop(0).then(() => 'it runs');
    const error = await run({ NODE_ENV: 'production' }).then(runs, (reason: unknown) => reason);
    expect(error).to.be.instanceOf(ConfigurationError);
    expect(String(error)).to.contain('TELEGRAM_TOKEN is missing').and.contain('MERCHANT_UUID, API_KEY').and.contain('are missing: without a payment gateway').and.contain('FRAGMENT_SEED_PHRASE');
  });

  it('of a gateway that is half there stops the start; of one that is not there turns it off', () => {
    expect(refusal(anEnvironment({ API_KEY: undefined })).issues).to.deep.equal([{ name: 'API_KEY', message: 'is missing' }]);
    expect(refusal(anEnvironment({ API_KEY: ' ', MERCHANT_UUID: '' })).message).to.contain('without a payment gateway nobody can pay');
  });

  it('of a panel that is half there stops the start; of one that is not there it says nothing', () => {
    expect(readConfig(anEnvironment({ MARZBAN_TITLE: 'Germany', MARZBAN_PLACEMENT: 'VLESS' })).panels).to.deep.equal([]);
    const half = { MARZBAN_BASE_URL: 'https://panel.example', MARZBAN_USERNAME: 'shop' };
    expect(refusal(anEnvironment(half)).issues.map(({ name }) => name)).to.deep.equal(['MARZBAN_PASSWORD', 'MARZBAN_PLACEMENT']);
  });

  it('of a panel says where accounts are put, how many, and what buyers read', () => {
    const reached = { XUI_BASE_URL: 'https://panel.example/secret-path', XUI_TOKEN: 'token-of-the-panel', XUI_SUBSCRIPTION_URL: 'https://panel.example:2096/sub' };
    const panelsOf = (terms: Readonly<Record<string, string>>) => readConfig(anEnvironment({ ...reached, ...terms })).panels.map(({ kind, terms: read }) => ({ kind, ...read }));
    expect(panelsOf({ XUI_PLACEMENT: ' 1, 2 ,,1' })).to.deep.equal([{ kind: '3x-ui', title: '3x-ui', placement: ['1', '2'], capacity: undefined }]);
    expect(panelsOf({ XUI_PLACEMENT: '3', XUI_TITLE: ' Germany ', XUI_CAPACITY: '250' })).to.deep.equal([{ kind: '3x-ui', title: 'Germany', placement: ['3'], capacity: 250 }]);
  });

  it('takes Stars wherever there is a bot, but does not take them for a way to pay what is priced in TON', () => {
    const { TELEGRAM_TOKEN } = anEnvironment();
    const older = readConfig(anEnvironment({ TELEGRAM_TOKEN: undefined, BOT_TOKEN: TELEGRAM_TOKEN }));
    expect(older.gateways.map(({ id }) => id)).to.deep.equal(['heleket', 'stars']);
    const alone = refusal(anEnvironment({ MERCHANT_UUID: undefined, API_KEY: undefined }));
    expect(alone.issues.map(({ name }) => name).join()).to.include('MERCHANT_UUID, API_KEY or ').and.not.include('TELEGRAM_TOKEN');
  });

  it('of the market that is half there stops the start', () => {
    expect(namesIn(refusal(anEnvironment({ FRAGMENT_WALLET_ADDRESS: undefined })))).to.deep.equal(['FRAGMENT_WALLET_ADDRESS']);
  });

  it('wants an address to call where Telegram is to call', () => {
    expect(namesIn(refusal(anEnvironment({ TELEGRAM_UPDATES: 'webhook' })))).to.deep.equal(['WEBHOOK_HOST']);
    expect(readConfig(anEnvironment({ WEBHOOK_HOST: 'shop.example' }))).to.deep.include({ publicUrl: 'https://shop.example' });
    expect(readConfig(anEnvironment({ WEBHOOK_HOST: 'shop.example' })).telegram.updates).to.equal('webhook');
    expect(readConfig(anEnvironment({ WEBHOOK_HOST: 'shop.example', TELEGRAM_UPDATES: 'polling' })).telegram.updates).to.equal('polling');
  });

  it('gives a process every role unless told', () => {
    const DATABASE_URL = 'postgres://shop@db/shop';
    expect(readConfig(anEnvironment()).roles).to.deep.equal(['bot', 'webhook', 'api', 'worker']);
    expect(readConfig(anEnvironment({ DATABASE_URL, POLARIS_ROLES: ' worker, bot,worker' })).roles).to.deep.equal(['bot', 'worker']);
    expect(namesIn(refusal(anEnvironment({ DATABASE_URL, POLARIS_ROLES: ',' })))).to.deep.equal(['POLARIS_ROLES']);
  });

  it('does not divide a shop whose database lives inside one process', () => {
    const error = refusal(anEnvironment({ POLARIS_ROLES: 'worker' }));
    expect(namesIn(error)).to.deep.equal(['POLARIS_ROLES']);
    expect(error.message).to.contain('without DATABASE_URL its database runs inside one process');
    expect(readConfig(anEnvironment({ POLARIS_ROLES: 'bot,webhook,api,worker' })).roles).to.have.length(4);
  });

  it('still knows the older names', () => {
    const { TELEGRAM_TOKEN } = anEnvironment();
    const config = readConfig(anEnvironment({ TELEGRAM_TOKEN: undefined, BOT_TOKEN: TELEGRAM_TOKEN, WEBHOOK_PORT: '9000' }));
    expect(config.telegram.token).to.equal(TELEGRAM_TOKEN);
    expect(config.http.port).to.equal(9000);
    expect(readConfig(anEnvironment({ PORT: '9001', WEBHOOK_PORT: '9000' })).http.port).to.equal(9001);
  });

  it('knows all that a log must never show', () => {
    const secrets = {
      DATABASE_URL: 'postgres://shop:password-of%2Fthe-store@db/shop',
      REDIS_URL: 'redis://:password-in-the-url@cache',
      REDIS_PASSWORD: 'password-of-the-cache',
      HELEKET_PAYOUT_KEY: 'payout-key-of-the-merchant',
      WEBHOOK_SECRET: 'secret-of-the-simple-body',
      TON_API_KEY: 'key-of-the-chain',
    };
    const panels = {
      PANEL_KEY: 'key-of-the-settings-of-all-panels',
      MARZBAN_BASE_URL: 'https://marzban.example',
      MARZBAN_USERNAME: 'shop',
      MARZBAN_PASSWORD: 'password-of-the-panel',
      MARZBAN_PLACEMENT: 'VLESS',
      REMNAWAVE_BASE_URL: 'https://remnawave.example',
      REMNAWAVE_TOKEN: 'token-of-the-other-panel',
      REMNAWAVE_PLACEMENT: 'squad',
    };
    const config: Config = readConfig(anEnvironment({ ...secrets, ...panels }));
    const { TELEGRAM_TOKEN, API_KEY, FRAGMENT_SEED_PHRASE } = anEnvironment();
    expect(config.secrets).to.include.members([
      ...[TELEGRAM_TOKEN, API_KEY, FRAGMENT_SEED_PHRASE, 'cookie-of-the-market', 'login-at-the-market'],
      ...['password-of/the-store', 'password-in-the-url', secrets.REDIS_PASSWORD, secrets.HELEKET_PAYOUT_KEY, secrets.WEBHOOK_SECRET, secrets.TON_API_KEY],
      ...[panels.PANEL_KEY, panels.MARZBAN_PASSWORD, panels.REMNAWAVE_TOKEN],
    ]);
  });

  it('makes a sandbox of a shop without a token, and never in production', () => {
    expect(isSandbox({})).to.equal(true);
    expect(isSandbox({ TELEGRAM_TOKEN: ' ', NODE_ENV: 'development' })).to.equal(true);
    expect(isSandbox({ TELEGRAM_TOKEN: '1:a' })).to.equal(false);
    expect(isSandbox({ BOT_TOKEN: '1:a' })).to.equal(false);
    for (const NODE_ENV of ['production', ' production ', 'PRODUCTION']) expect(isSandbox({ NODE_ENV }), NODE_ENV).to.equal(false);
  });
});
