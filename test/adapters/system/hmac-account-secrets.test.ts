import { inspect } from 'node:util';
import { expect } from 'chai';
import { HmacAccountSecrets } from '#adapters/outbound/system/hmac-account-secrets.js';

const SECRET = Buffer.alloc(32, 7);
const SUBSCRIPTION = '01990000-0000-7000-8000-000000000001';
const secrets = new HmacAccountSecrets(SECRET);

describe('the secrets of accounts', () => {
  it('name an account after its subscription, in signs that every panel takes', () => {
    expect(secrets.keyOf(SUBSCRIPTION)).to.match(/^s_[a-z2-7]{26}$/);
    expect(secrets.keyOf(SUBSCRIPTION)).to.equal(new HmacAccountSecrets(Buffer.alloc(32, 8)).keyOf(SUBSCRIPTION));
    // From another implementation of SHA-256 and base32: a name that changes would orphan every account.
    expect(secrets.keyOf('abc')).to.equal('s_xj4bnp4pahh6uqkbidpf3lrceo');
  });

  it('are the same at every try and others for every generation and every subscription', () => {
    const first = secrets.of(SUBSCRIPTION, 1);
    expect(secrets.of(SUBSCRIPTION, 1)).to.deep.equal(first);
    const others = [secrets.of(SUBSCRIPTION, 2), secrets.of(`${SUBSCRIPTION}1`, 1), new HmacAccountSecrets(Buffer.alloc(32, 8)).of(SUBSCRIPTION, 1)];
    const all = [first, ...others].flatMap(({ credential, linkToken }) => [credential, linkToken]);
    expect(new Set(all).size).to.equal(all.length);
  });

  it('are a credential of version 4 and a token that needs no escaping', () => {
    for (let generation = 1; generation <= 64; generation += 1) {
      const { credential, linkToken } = secrets.of(SUBSCRIPTION, generation);
      expect(credential).to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(linkToken).to.match(/^[0-9a-f]{32}$/);
    }
  });

  it('stand for a person without naming them', () => {
    expect(secrets.personKey(42)).to.match(/^[0-9a-f]{64}$/);
    expect(secrets.personKey(42)).to.not.equal(secrets.personKey(43));
    expect(secrets.personKey(42)).to.not.equal(new HmacAccountSecrets(Buffer.alloc(32, 8)).personKey(42));
  });

  it('are made under a secret that nobody can guess, and that nothing prints', () => {
    expect(() => new HmacAccountSecrets(Buffer.alloc(31))).to.throw('at least 32 bytes');
    expect(`${inspect(secrets, { depth: 9, showHidden: true })}${JSON.stringify(secrets)}`).to.not.match(/07|"7"|7,/);
  });
});
