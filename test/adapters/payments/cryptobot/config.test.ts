import { expect } from 'chai';
import type { Environment } from '#adapters/outbound/kit/config-section.js';
import { cryptobot } from '#adapters/outbound/payments/cryptobot/index.js';
import { gateways } from '#adapters/outbound/payments/index.js';

const TOKEN = '12345:AAtestTokenForVectorsOnly';

function issuesOf(environment: Environment) {
  const section = cryptobot.parse(environment);
  return 'issues' in section ? section.issues : [];
}

function configOf(changes: Environment = {}) {
  const section = cryptobot.parse({ CRYPTO_PAY_TOKEN: TOKEN, ...changes });
  if (!('config' in section)) throw new Error('the section is off or wrong');
  return section.config;
}

describe('Crypto Pay section of the configuration', () => {
  it('belongs to a gateway the shop knows', () => {
    expect(gateways.map((gateway) => gateway.id)).to.include('cryptobot');
  });

  it('is off while there is no token', () => {
    expect(cryptobot.parse({ CRYPTO_PAY_TOKEN: ' ', CRYPTO_PAY_TRANSFERS: 'true' })).to.deep.equal({ off: true });
  });

  it('needs one value and knows the rest; refunds are off', () => {
    expect(configOf()).to.deep.equal({ token: TOKEN, baseUrl: 'https://pay.crypt.bot/api', testnet: false, assets: undefined, transfers: false });
  });

  it('reads the coins of fiat invoices, and whether transfers are on', () => {
    expect(configOf({ CRYPTO_PAY_ASSETS: 'USDT, TON,', CRYPTO_PAY_TRANSFERS: 'true' })).to.deep.include({ assets: ['USDT', 'TON'], transfers: true });
  });

  it('knows the network of play money by its address', () => {
    expect(configOf({ CRYPTO_PAY_BASE_URL: 'https://testnet-pay.crypt.bot/api/' })).to.include({ testnet: true, baseUrl: 'https://testnet-pay.crypt.bot/api' });
    expect(configOf({ CRYPTO_PAY_BASE_URL: 'https://testnet-pay.crypt.bot.example/api' }).testnet).to.equal(false);
  });

  it('names every wrong variable at once and repeats no value', () => {
    const wrong = { CRYPTO_PAY_TOKEN: 'canary', CRYPTO_PAY_BASE_URL: 'ftp://canary', CRYPTO_PAY_ASSETS: 'TON,CANARY', CRYPTO_PAY_TRANSFERS: 'canary' };
    const issues = issuesOf(wrong);
    expect(issues.map(({ name }) => name)).to.have.members(Object.keys(wrong));
    for (const { message } of issues) expect(message).to.not.match(/canary/i);
  });

  for (const token of ['AAtestTokenForVectorsOnly', '12345:short', '12345:AAtestTokenForVectors Only', ':AAtestTokenForVectorsOnly']) {
    it(`refuses ${token.length} characters that are no token: ${token}`, () => {
      expect(issuesOf({ CRYPTO_PAY_TOKEN: token }).map(({ name }) => name)).to.deep.equal(['CRYPTO_PAY_TOKEN']);
    });
  }

  it('takes no address that carries a query or credentials', () => {
    for (const url of ['https://pay.crypt.bot/api?token=1', 'https://user:pass@pay.crypt.bot/api']) expect(issuesOf({ CRYPTO_PAY_TOKEN: TOKEN, CRYPTO_PAY_BASE_URL: url })).to.have.lengthOf(1);
  });

  it('says which of its values a log must never show: the token, and the secret in it', () => {
    expect(cryptobot.secrets(configOf())).to.deep.equal([TOKEN, 'AAtestTokenForVectorsOnly']);
  });
});
