import { inspect } from 'node:util';
import { expect } from 'chai';
import { CookieJar } from '#adapters/outbound/fragment/session/cookie-jar.js';

const NOW = new Date('2026-11-01T12:00:00Z');

describe('The cookies of the Fragment session', () => {
  it('are read from a header as a browser shows it', () => {
    const jar = CookieJar.fromHeader('Cookie: stel_ssid=ab12; stel_dt=-180;stel_token=a=b');
    expect(jar.header(NOW)).to.equal('stel_ssid=ab12; stel_dt=-180; stel_token=a=b');
  });

  it('leave out what is no cookie, above all a line break', () => {
    const jar = CookieJar.fromHeader('one=1; broken; =nameless; evil=a\r\nX-Injected: 1; two=2');
    expect(jar.header(NOW)).to.equal('one=1; two=2');
  });

  it('follow what each answer sets, and say whether that changed anything', () => {
    const jar = CookieJar.fromHeader('stel_ssid=old; stel_dt=-180');
    expect(jar.absorb(['stel_ssid=new; Path=/; HttpOnly'], NOW)).to.equal(true);
    expect(jar.absorb(['stel_ssid=new; Path=/'], NOW)).to.equal(false);
    expect(jar.header(NOW)).to.equal('stel_ssid=new; stel_dt=-180');
  });

  it('end when they were said to end', () => {
    const jar = new CookieJar();
    jar.absorb(['short=1; Max-Age=60; Expires=Thu, 01 Jan 2037 00:00:00 GMT', 'long=2; Expires=Thu, 01 Jan 2037 00:00:00 GMT'], NOW);
    const later = new Date(NOW.getTime() + 61_000);
    expect(jar.header(later)).to.equal('long=2');
    expect(jar.has('short', NOW)).to.equal(true);
    expect(jar.has('short', later)).to.equal(false);
    expect(jar.expiryOf('short')).to.deep.equal(new Date(NOW.getTime() + 60_000));
  });

  it('are deleted by an empty value or an end in the past', () => {
    const jar = CookieJar.fromHeader('a=1; b=2; c=3; d=4');
    expect(jar.absorb(['a=; Path=/', 'b=x; Max-Age=0', 'c=x; Expires=Thu, 01 Jan 1970 00:00:01 GMT'], NOW)).to.equal(true);
    expect(jar.header(NOW)).to.equal('d=4');
  });

  it('survive a restart with their ends', () => {
    const jar = CookieJar.fromHeader('a=1');
    jar.absorb(['b=2; Max-Age=60'], NOW);
    const again = CookieJar.fromEntries(JSON.parse(JSON.stringify(jar.entries())) as ReturnType<CookieJar['entries']>);
    expect(again.header(NOW)).to.equal('a=1; b=2');
    expect(again.header(new Date(NOW.getTime() + 61_000))).to.equal('a=1');
  });

  it('do not show when the jar is printed', () => {
    const jar = CookieJar.fromHeader('stel_token=canary-value');
    expect(`${JSON.stringify(jar)} ${inspect(jar, { depth: 9, showHidden: true })}`).not.to.include('canary-value');
  });
});
