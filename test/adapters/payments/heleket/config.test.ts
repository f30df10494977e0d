import { expect } from 'chai';
import type { Environment } from '#adapters/outbound/kit/config-section.js';
import { gateways } from '#adapters/outbound/payments/index.js';
import { heleket } from '#adapters/outbound/payments/heleket/index.js';

const COMPLETE = { MERCHANT_UUID: '8b03432e-385b-4670-8d06-064591096795', API_KEY: 'a-payment-key-that-is-long' } as const;

function issuesOf(environment: Environment) {
  const section = heleket.parse(environment);
  return 'issues' in section ? section.issues : [];
}

function configOf(environment: Environment) {
  const section = heleket.parse(environment);
  if (!('config' in section)) throw new Error('the section is off or wrong');
  return section.config;
}

describe('Heleket section of the configuration', () => {
  it('belongs to a gateway the shop knows', () => {
    expect(gateways.map((gateway) => gateway.id)).to.include('heleket');
  });

  it('is off while nobody has touched it', () => {
    expect(heleket.parse({})).to.deep.equal({ off: true });
    expect(heleket.parse({ MERCHANT_UUID: '', API_KEY: '  ', PAYMENT_TIMEOUT: '600' })).to.deep.equal({ off: true });
  });

  it('is an error when only half of it is there', () => {
    expect(issuesOf({ MERCHANT_UUID: COMPLETE.MERCHANT_UUID })).to.deep.equal([{ name: 'API_KEY', message: 'is missing' }]);
    expect(issuesOf({ API_KEY: COMPLETE.API_KEY })).to.deep.equal([{ name: 'MERCHANT_UUID', message: 'is missing' }]);
  });

  it('needs two values and knows the rest', () => {
    expect(configOf(COMPLETE)).to.deep.equal({
      merchant: COMPLETE.MERCHANT_UUID,
      apiKey: COMPLETE.API_KEY,
      payoutKey: undefined,
      baseUrl: 'https://api.heleket.com',
      lifetimeSeconds: 3600,
      webhookIps: undefined,
      simplifiedSecret: undefined,
    });
  });

  it('checks where webhooks come from only when it is told to', () => {
    expect(configOf({ ...COMPLETE, HELEKET_WEBHOOK_IPS: '10.0.0.1' }).webhookIps).to.equal(undefined);
    expect(configOf({ ...COMPLETE, HELEKET_CHECK_WEBHOOK_IP: 'true' }).webhookIps).to.deep.equal(['31.133.220.8']);
    const own = configOf({ ...COMPLETE, HELEKET_CHECK_WEBHOOK_IP: 'true', HELEKET_WEBHOOK_IPS: '10.0.0.1, 2a02:5180::1' });
    expect(own.webhookIps).to.deep.equal(['10.0.0.1', '2a02:5180::1']);
  });

  it('names every wrong variable at once and repeats no value', () => {
    const wrong = {
      MERCHANT_UUID: 'canary-merchant',
      API_KEY: 'canary',
      HELEKET_PAYOUT_KEY: 'canary2',
      HELEKET_BASE_URL: 'ftp://canary',
      HELEKET_WEBHOOK_IPS: 'canary.example',
      HELEKET_CHECK_WEBHOOK_IP: 'canary?',
      WEBHOOK_SECRET: 'canary3',
      PAYMENT_TIMEOUT: '299',
    };
    const issues = issuesOf(wrong);
    expect(issues.map(({ name }) => name)).to.have.members(Object.keys(wrong));
    for (const { message } of issues) expect(message).to.not.match(/canary|299/);
  });

  for (const [timeout, fine] of [['299', false], ['300', true], ['43200', true], ['43201', false], ['1e3', false], ['-600', false]] as const) {
    it(`${fine ? 'takes' : 'refuses'} a lifetime of ${timeout} seconds`, () => {
      expect(issuesOf({ ...COMPLETE, PAYMENT_TIMEOUT: timeout })).to.have.lengthOf(fine ? 0 : 1);
    });
  }

  it('says which of its values a log must never show', () => {
    const config = configOf({ ...COMPLETE, HELEKET_PAYOUT_KEY: 'a-payout-key', WEBHOOK_SECRET: 'a-webhook-secret-of-ours' });
    expect(heleket.secrets(config)).to.deep.equal([COMPLETE.API_KEY, 'a-payout-key', 'a-webhook-secret-of-ours']);
    expect(heleket.secrets(configOf(COMPLETE))).to.deep.equal([COMPLETE.API_KEY]);
  });
});
