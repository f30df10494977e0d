import { expect } from 'chai';
import { remnawave } from '#adapters/outbound/panels/remnawave/index.js';

const TOKEN = 'a-token-of-the-dashboard';
const given = { BASE_URL: 'https://panel.example', TOKEN };

describe("Remnawave's settings", () => {
  it('are off while none of them is set', () => {
    expect(remnawave.parse({})).to.deep.equal({ off: true });
    expect(remnawave.prefix).to.equal('REMNAWAVE');
  });

  for (const url of ['https://panel.example', 'https://panel.example/', 'https://panel.example/api', 'https://panel.example/api/']) {
    it(`take the address as ${url}`, () => {
      expect(remnawave.parse({ ...given, BASE_URL: url })).to.have.nested.property('config.baseUrl', 'https://panel.example');
    });
  }

  it('name every secret among them', () => {
    const settings = remnawave.parse({ ...given, API_KEY: 'caddy-key', EXTRA_HEADERS: 'X-Door: sesame;cookie: name=value;', WEBHOOK_SECRET: 'x'.repeat(64) });
    if (!('config' in settings)) throw new Error('refused');
    expect(settings.config).to.deep.include({ extraHeaders: { 'x-door': 'sesame', cookie: 'name=value' } });
    expect(remnawave.secrets(settings.config)).to.have.members([TOKEN, 'caddy-key', 'x'.repeat(64), 'sesame', 'name=value']);
  });

  const wrong: readonly (readonly [string, string])[] = [
    ['BASE_URL', 'ftp://panel.example'],
    ['BASE_URL', 'https://user:secret@panel.example'],
    ['BASE_URL', 'https://panel.example/?a=b'],
    ['TOKEN', 'short'],
    ['TOKEN', 'a token with spaces in it'],
    ['API_KEY', 'line\nbreak'],
    ['EXTRA_HEADERS', 'no colon'],
    ['EXTRA_HEADERS', 'bad name: value'],
    ['EXTRA_HEADERS', 'Authorization: Basic eA=='],
    ['EXTRA_HEADERS', 'X-Forwarded-For: 10.0.0.1'],
    ['WEBHOOK_SECRET', 'x'.repeat(63)],
    ['WEBHOOK_SECRET', '-'.repeat(64)],
  ];
  for (const [name, value] of wrong) {
    it(`refuse ${name} = ${JSON.stringify(value).slice(0, 40)} without repeating it`, () => {
      const settings = remnawave.parse({ ...given, [name]: value });
      if (!('issues' in settings)) throw new Error('accepted');
      expect(settings.issues.map((issue) => issue.name)).to.deep.equal([name]);
      expect(JSON.stringify(settings.issues)).to.not.include(value);
    });
  }
});
