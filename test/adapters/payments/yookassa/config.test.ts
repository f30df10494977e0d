import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { Environment } from '#adapters/outbound/kit/config-section.js';
import { gateways } from '#adapters/outbound/payments/index.js';
import { yookassa } from '#adapters/outbound/payments/yookassa/index.js';

const COMPLETE = { YOOKASSA_SHOP_ID: '123456', YOOKASSA_SECRET_KEY: 'live_AbCdEf' } as const;

const vectors = JSON.parse(readFileSync(new URL('../../../contracts/payments/yookassa/vectors.json', import.meta.url), 'utf8')) as {
  readonly basic_auth: { readonly shop_id: string; readonly secret: string; readonly authorization: string };
};

function issuesOf(environment: Environment) {
  const section = yookassa.parse(environment);
  return 'issues' in section ? section.issues : [];
}

function configOf(changes: Environment = {}) {
  const section = yookassa.parse({ ...COMPLETE, ...changes });
  if (!('config' in section)) throw new Error('the section is off or wrong');
  return section.config;
}

describe('YooKassa section of the configuration', () => {
  it('belongs to a gateway the shop knows', () => {
    expect(gateways.map((gateway) => gateway.id)).to.include('yookassa');
  });

  it('is off while nobody has touched it', () => {
    expect(yookassa.parse({})).to.deep.equal({ off: true });
    expect(yookassa.parse({ YOOKASSA_SHOP_ID: ' ', YOOKASSA_VAT_CODE: '1' })).to.deep.equal({ off: true });
  });

  it('is an error when only half of it is there', () => {
    expect(issuesOf({ YOOKASSA_SHOP_ID: '1' })).to.deep.equal([{ name: 'YOOKASSA_SECRET_KEY', message: 'is missing' }]);
    expect(issuesOf({ YOOKASSA_SECRET_KEY: COMPLETE.YOOKASSA_SECRET_KEY })).to.deep.equal([{ name: 'YOOKASSA_SHOP_ID', message: 'is missing' }]);
  });

  it('needs two values and knows the rest', () => {
    expect(configOf()).to.deep.equal({
      shopId: '123456',
      secretKey: 'live_AbCdEf',
      baseUrl: 'https://api.yookassa.ru/v3',
      testMode: false,
      checksWebhookIp: true,
      receipt: undefined,
      saveMethods: false,
    });
  });

  it('knows by the key whether play money is money, unless it is told', () => {
    expect(configOf({ YOOKASSA_SECRET_KEY: 'test_AbCdEf' }).testMode).to.equal(true);
    expect(configOf({ YOOKASSA_SECRET_KEY: 'test_AbCdEf', YOOKASSA_TEST_MODE: 'false' }).testMode).to.equal(false);
    expect(configOf({ YOOKASSA_TEST_MODE: 'true' }).testMode).to.equal(true);
  });

  it('makes receipts only when it knows where to send them', () => {
    expect(configOf({ YOOKASSA_VAT_CODE: '4', YOOKASSA_TAX_SYSTEM: '2' }).receipt).to.equal(undefined);
    expect(configOf({ YOOKASSA_RECEIPT_EMAIL: 'shop@example.com' }).receipt).to.deep.equal({ email: 'shop@example.com', vatCode: 1, taxSystem: undefined });
    const full = configOf({ YOOKASSA_RECEIPT_EMAIL: 'shop@example.com', YOOKASSA_VAT_CODE: '11', YOOKASSA_TAX_SYSTEM: '6' });
    expect(full.receipt).to.deep.equal({ email: 'shop@example.com', vatCode: 11, taxSystem: 6 });
  });

  it('names every wrong variable at once and repeats no value', () => {
    const wrong = {
      YOOKASSA_SHOP_ID: 'canary-shop',
      YOOKASSA_SECRET_KEY: 'canary',
      YOOKASSA_BASE_URL: 'ftp://canary',
      YOOKASSA_TEST_MODE: 'canary?',
      YOOKASSA_CHECK_WEBHOOK_IP: 'canary!',
      YOOKASSA_RECEIPT_EMAIL: 'canary at example',
      YOOKASSA_VAT_CODE: '13',
      YOOKASSA_TAX_SYSTEM: '7',
      YOOKASSA_SAVE_METHODS: 'canary.',
    };
    const issues = issuesOf(wrong);
    expect(issues.map(({ name }) => name)).to.have.members(Object.keys(wrong));
    for (const { message } of issues) expect(message).to.not.match(/canary|13|7/);
  });

  it('says which of its values a log must never show, the header that carries the key included', () => {
    const { shop_id, secret, authorization } = vectors.basic_auth;
    const config = configOf({ YOOKASSA_SHOP_ID: shop_id, YOOKASSA_SECRET_KEY: secret });
    expect(yookassa.secrets(config)).to.deep.equal([secret, authorization.replace('Basic ', '')]);
  });
});
