import { expect } from 'chai';
import { panels } from '#adapters/outbound/panels/index.js';
import { readConfig } from '#composition/config/config.js';
import { createSandbox, type Sandbox } from '#sandbox/sandbox.js';

describe('the environment that the sandbox gives the shop', () => {
  let sandbox: Sandbox;

  before(async () => {
    sandbox = await createSandbox({ host: '127.0.0.1', port: 0 });
  });

  after(() => sandbox.stop());

  it('turns every gateway on', () => {
    const { gateways } = readConfig(sandbox.environment);
    expect(gateways.map(({ id }) => id)).to.deep.equal(['heleket', 'yookassa', 'wata', 'cryptobot', 'stars']);
  });

  it('lets YooKassa keep cards, play with money, and be heard from this machine', () => {
    expect(sandbox.environment).to.include({ YOOKASSA_SAVE_METHODS: 'true', YOOKASSA_TEST_MODE: 'true', YOOKASSA_CHECK_WEBHOOK_IP: 'false' });
  });

  it('lets Crypto Pay send coins back', () => {
    expect(sandbox.environment).to.include({ CRYPTO_PAY_TRANSFERS: 'true' });
  });

  for (const panel of panels) {
    it(`holds settings that the adapter of ${panel.kind} takes, a place for accounts, a title and a capacity`, () => {
      const prefix = `${panel.prefix}_`;
      const own = Object.entries(sandbox.environment).filter(([name]) => name.startsWith(prefix));
      const settings = Object.fromEntries(own.map(([name, value]) => [name.slice(prefix.length), value]));
      expect(panel.parse(settings)).to.have.property('config');
      expect(settings['PLACEMENT']).to.match(/\S/);
      expect(settings['TITLE']).to.be.oneOf(['Germany', 'Netherlands', 'Finland']);
      expect(settings['CAPACITY']).to.equal('1000');
    });
  }
});
