import { expect } from 'chai';
import { parseFragment, secretsOfFragment } from '#adapters/outbound/fragment/config.js';
import { SEED_PHRASE, V5R1_ADDRESS } from './fixtures.js';

const env = (overrides: Record<string, string | undefined> = {}): Record<string, string | undefined> => ({
  FRAGMENT_SEED_PHRASE: SEED_PHRASE,
  FRAGMENT_WALLET_ADDRESS: V5R1_ADDRESS,
  FRAGMENT_COOKIES: 'stel_ssid=abc; stel_token=canary-token',
  ...overrides,
});

describe('The Fragment section of the configuration', () => {
  it('is off when nothing of it is set', () => {
    expect(parseFragment({ TON_API_URL: 'https://example.org' })).to.deep.equal({ off: true });
    expect(parseFragment({ FRAGMENT_SEED_PHRASE: '  ' })).to.deep.equal({ off: true });
  });

  it('needs little and takes the rest from what is usual', () => {
    expect(parseFragment(env({ FRAGMENT_SEED_PHRASE: ` ${SEED_PHRASE.toUpperCase()}\n`, TON_API_KEY: '', FRAGMENT_WALLET_VERSION: ' ' }))).to.deep.equal({
      config: {
        seedPhrase: SEED_PHRASE,
        walletVersion: 'v5r1',
        walletAddress: V5R1_ADDRESS,
        cookies: 'stel_ssid=abc; stel_token=canary-token',
        baseUrl: 'https://fragment.com',
        tonApiUrl: 'https://toncenter.com/api',
        tonApiKey: undefined,
        showSender: false,
        voidMarginSeconds: 120,
      },
    });
  });

  it('can be pointed at stand-ins', () => {
    const parsed = parseFragment(
      env({
        FRAGMENT_BASE_URL: 'http://127.0.0.1:8080/sandbox/fragment/',
        TON_API_URL: 'http://127.0.0.1:8080/sandbox/ton/api',
        TON_API_KEY: 'k',
        FRAGMENT_SHOW_SENDER: '1',
        FRAGMENT_VOID_MARGIN_SECONDS: '5',
        FRAGMENT_WALLET_VERSION: 'V4R2',
      }),
    );
    if (!('config' in parsed)) throw new Error('refused');
    expect(parsed.config).to.include({ baseUrl: 'http://127.0.0.1:8080/sandbox/fragment', tonApiKey: 'k', showSender: true, voidMarginSeconds: 5, walletVersion: 'v4r2' });
  });

  it('may begin without a login, with the wallet alone', () => {
    expect(parseFragment(env({ FRAGMENT_COOKIES: undefined }))).to.have.nested.property('config.cookies', '');
  });

  const wrong: readonly (readonly [string, string | undefined])[] = [
    ['FRAGMENT_SEED_PHRASE', undefined],
    ['FRAGMENT_SEED_PHRASE', 'canary canary canary'],
    ['FRAGMENT_WALLET_ADDRESS', undefined],
    ['FRAGMENT_WALLET_ADDRESS', 'UQcanary'],
    ['FRAGMENT_WALLET_VERSION', 'v3canary'],
    ['FRAGMENT_COOKIES', 'canary'],
    ['FRAGMENT_COOKIES', 'a=canary\nb=2'],
    ['FRAGMENT_BASE_URL', 'ftp://canary'],
    ['FRAGMENT_BASE_URL', 'https://canary@example.org'],
    ['TON_API_URL', 'canary'],
    ['TON_API_KEY', 'canary canary'],
    ['FRAGMENT_SHOW_SENDER', 'canary'],
    ['FRAGMENT_VOID_MARGIN_SECONDS', '0'],
    ['FRAGMENT_VOID_MARGIN_SECONDS', 'canary'],
  ];
  for (const [name, value] of wrong) {
    it(`is refused by name and without the value when ${name} is ${value === undefined ? 'missing' : JSON.stringify(value)}`, () => {
      const parsed = parseFragment(env({ [name]: value }));
      if (!('issues' in parsed)) throw new Error('accepted');
      expect(parsed.issues.map((issue) => issue.name)).to.deep.equal([name]);
      expect(JSON.stringify(parsed.issues)).not.to.include('canary');
    });
  }

  it('names all mistakes at once', () => {
    const parsed = parseFragment({ FRAGMENT_COOKIES: 'x', TON_API_URL: 'y' });
    if (!('issues' in parsed)) throw new Error('accepted');
    expect(parsed.issues.map((issue) => issue.name).sort()).to.deep.equal(['FRAGMENT_COOKIES', 'FRAGMENT_SEED_PHRASE', 'FRAGMENT_WALLET_ADDRESS', 'TON_API_URL']);
  });

  it('lists what must never be printed', () => {
    const parsed = parseFragment(env({ TON_API_KEY: 'api-key-1' }));
    if (!('config' in parsed)) throw new Error('refused');
    expect(secretsOfFragment(parsed.config)).to.include.members([SEED_PHRASE, 'stel_ssid=abc; stel_token=canary-token', 'canary-token', 'api-key-1']);
  });
});
