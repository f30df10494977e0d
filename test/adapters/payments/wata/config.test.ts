import { expect } from 'chai';
import type { Environment } from '#adapters/outbound/kit/config-section.js';
import { tokenExpiry } from '#adapters/outbound/payments/wata/config.js';
import { gateways } from '#adapters/outbound/payments/index.js';
import { wata } from '#adapters/outbound/payments/wata/index.js';

const TERMINAL = '99999999-8888-7777-6666-AAAA55555555';

const jwt = (claims: unknown) => ['{"alg":"HS256"}', JSON.stringify(claims), 'signature'].map((part) => Buffer.from(part).toString('base64url')).join('.');
const TOKEN = jwt({ exp: 1_800_000_000 });

function issuesOf(environment: Environment) {
  const section = wata.parse(environment);
  return 'issues' in section ? section.issues : [];
}

function configOf(environment: Environment) {
  const section = wata.parse(environment);
  if (!('config' in section)) throw new Error('the section is off or wrong');
  return section.config;
}

describe('Wata section of the configuration', () => {
  it('belongs to a gateway the shop knows', () => {
    expect(gateways.map((gateway) => gateway.id)).to.include('wata');
  });

  it('is off while nobody has touched it', () => {
    expect(wata.parse({})).to.deep.equal({ off: true });
    expect(wata.parse({ WATA_TOKEN: ' ', WATA_LINK_MINUTES: '30' })).to.deep.equal({ off: true });
  });

  it('needs the token and knows the rest', () => {
    expect(configOf({ WATA_TOKEN: TOKEN })).to.deep.equal({
      token: TOKEN,
      baseUrl: 'https://api.wata.pro/api/h2h',
      terminalId: undefined,
      lifetimeSeconds: 3600,
    });
  });

  it('takes another host, where money is play money, and one terminal', () => {
    const config = configOf({ WATA_TOKEN: TOKEN, WATA_BASE_URL: 'https://api-sandbox.wata.pro/api/h2h/', WATA_TERMINAL_ID: TERMINAL, WATA_LINK_MINUTES: '15' });
    expect(config).to.include({ baseUrl: 'https://api-sandbox.wata.pro/api/h2h', terminalId: TERMINAL.toLowerCase(), lifetimeSeconds: 900 });
  });

  it('names every wrong variable at once and repeats no value', () => {
    const wrong = { WATA_TOKEN: 'canary', WATA_BASE_URL: 'https://canary@api', WATA_TERMINAL_ID: 'canary-terminal', WATA_LINK_MINUTES: '14' };
    const issues = issuesOf(wrong);
    expect(issues.map(({ name }) => name)).to.have.members(Object.keys(wrong));
    for (const { message } of issues) expect(message).to.not.match(/canary/);
  });

  for (const [minutes, fine] of [['14', false], ['15', true], ['41760', true], ['41761', false], ['1e3', false], ['-60', false]] as const) {
    it(`${fine ? 'takes' : 'refuses'} links of ${minutes} minutes`, () => {
      expect(issuesOf({ WATA_TOKEN: TOKEN, WATA_LINK_MINUTES: minutes })).to.have.lengthOf(fine ? 0 : 1);
    });
  }

  it('says which of its values a log must never show', () => {
    expect(wata.secrets(configOf({ WATA_TOKEN: TOKEN }))).to.deep.equal([TOKEN]);
  });

  it('reads in the token when it ends, and nothing where it does not say', () => {
    expect(tokenExpiry(TOKEN)).to.deep.equal(new Date('2027-01-15T08:00:00Z'));
    for (const odd of [jwt({}), jwt(null), jwt({ exp: 'soon' }), jwt({ exp: 1e300 }), 'a.b.c', 'abc']) expect(tokenExpiry(odd), odd).to.equal(undefined);
  });
});
