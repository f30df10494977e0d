import { expect } from 'chai';
import { readHistory } from '#adapters/outbound/fragment/protocol/history.js';
import { readTonPrice } from '#adapters/outbound/fragment/protocol/price.js';
import { afterMoney, beforeMoney, FragmentFault, type FaultKind, kindOfText, unescapeHtml } from '#adapters/outbound/fragment/session/fragment-fault.js';
import { readBuyPage } from '#adapters/outbound/fragment/session/page.js';
import { OperatorNeeded, RecipientRejected, RetryLater } from '#use-cases/ports/providers/star-provider.js';

describe('What Fragment answers', () => {
  it('carries the API hash with an escaped slash and of any length', () => {
    const page = readBuyPage('<script>ajInit({"version":1,"apiUrl":"\\/api?hash=0123456789abcdef01","logged_in":true});Wallet.init({"ton_proof":"feed42"})</script>');
    expect(page).to.deep.equal({ hash: '0123456789abcdef01', challenge: 'feed42', loggedIn: true });
    expect(readBuyPage('{"apiUrl":"/api?hash=abcdef12"} <a href="/logout">')).to.deep.equal({ hash: 'abcdef12', challenge: undefined, loggedIn: true });
  });

  it('is not taken for the buying page without a hash', () => {
    expect(readBuyPage('<html>Just a moment...</html>')).to.equal(undefined);
  });

  it('shows a guest, whatever else stands on the page', () => {
    expect(readBuyPage('{"apiUrl":"\\/api?hash=abcdef12","logged_in":false} My Assets')?.loggedIn).to.equal(false);
    expect(readBuyPage('{"apiUrl":"\\/api?hash=abcdef12"}')?.loggedIn).to.equal(false);
  });

  const texts: readonly (readonly [string, FaultKind])[] = [
    ['No Telegram users found.', 'unknown-user'],
    ['Please enter a username assigned to a user.', 'not-a-user'],
    ['You can&#39;t gift Telegram Stars to this account at this moment.', 'restricted'],
    ['You can’t gift Telegram Stars to this account at this moment.', 'restricted'],
    ['Price was changed. Please try again.', 'price-changed'],
    ['Session expired', 'session'],
    ['Session expired. Please reconnect your wallet', 'session'],
    ['AUTH_SESSION_EXPIRED', 'session'],
    ['Access denied', 'access-denied'],
    ['Bad request', 'bad-request'],
    ['Invalid method', 'protocol'],
    ['Something new', 'other'],
  ];
  for (const [text, kind] of texts) {
    it(`means ${kind} by "${text}"`, () => expect(kindOfText(text)).to.equal(kind));
  }

  it('is unescaped before it is compared', () => {
    expect(unescapeHtml('&lt;b&gt; &amp;amp; &#036;1 &#x27;x&#39; &unknown;')).to.equal("<b> &amp; $1 'x' &unknown;");
  });

  it('stops a purchase for good, for a while, or until a person acts', () => {
    const mapped = (kind: FaultKind): unknown => beforeMoney(new FragmentFault(kind, 'x'));
    expect(mapped('unknown-user')).to.be.instanceOf(RecipientRejected).with.property('reason', 'unknown');
    expect(mapped('not-a-user')).to.be.instanceOf(RecipientRejected).with.property('reason', 'not-a-user');
    expect(mapped('restricted')).to.be.instanceOf(RecipientRejected).with.property('reason', 'restricted');
    expect(mapped('price-changed')).to.be.instanceOf(RetryLater).with.property('retryCause', 'price-changed');
    expect(mapped('rate-limit')).to.be.instanceOf(RetryLater).with.property('retryCause', 'rate-limit');
    expect(mapped('network')).to.be.instanceOf(RetryLater).with.property('retryCause', 'network');
    for (const kind of ['server', 'blocked', 'other'] as const) expect(mapped(kind)).to.be.instanceOf(RetryLater).with.property('retryCause', 'provider-error');
    for (const kind of ['session', 'access-denied', 'bad-request'] as const) expect(mapped(kind)).to.be.instanceOf(OperatorNeeded).with.property('trouble', 'session-dead');
    expect(mapped('protocol')).to.be.instanceOf(OperatorNeeded).with.property('trouble', 'protocol-changed');
    expect(mapped('need-wallet')).to.be.instanceOf(OperatorNeeded).with.property('trouble', 'need-wallet');
    expect(mapped('need-verify')).to.be.instanceOf(OperatorNeeded).with.property('trouble', 'need-verify');
  });

  it('only ever means "later" once money has left', () => {
    for (const kind of ['session', 'restricted', 'protocol', 'need-verify', 'price-changed', 'other'] as const) {
      expect(afterMoney(new FragmentFault(kind, 'confirmReq')), kind).to.be.instanceOf(RetryLater);
    }
  });

  it('is quoted in an error without anything that could be a token', () => {
    const fault = new FragmentFault('other', 'x', 'unexpected token 3f7aQm2kLw9ZxY81vbnT in session');
    expect(fault.message).to.include('unexpected token').and.not.include('3f7aQm2kLw9ZxY81vbnT');
  });

  it('shows a price as html, read to the last digit', () => {
    const html = '<div class="tm-value icon-before icon-ton">1,044<span class="mini-frac">.6172</span></div><div class="tm-radio-desc wide-only">&#036;75.75</div>';
    expect(readTonPrice(html)?.toDecimal()).to.equal('1044.6172');
    expect(readTonPrice('<div class="icon-ton">44</div>')?.toDecimal()).to.equal('44');
  });

  const unreadable = [
    '',
    '&#036;75.75',
    '<div class="icon-ton">free</div>',
    '<div class="icon-ton">44 <b>to</b> 45</div>',
    '<div class="icon-ton">0</div>',
    '<div class="icon-ton">1,23.4</div>',
    '<div class="icon-ton">-4</div>',
  ];
  for (const html of unreadable) {
    it(`is no price when it is ${JSON.stringify(html)}`, () => expect(readTonPrice(html)).to.equal(undefined));
  }

  it('lists purchases by name, count and time; a row without one of them is no evidence', () => {
    const row = (name: string, stars: string, time: string): string =>
      `<tr><td><a class="tm-inline-nowrap">${name}</a></td><td><div class="tm-value tm-nowrap">${stars}</div></td>` +
      `<td><div class="icon-before icon-ton">4<span class="mini-frac">.5</span></div></td><td><time datetime="${time}">soon</time></td></tr>`;
    const rows = readHistory(
      `<table><tbody><tr><th>Recipient</th></tr>${row('@Alice', '1,000', '2027-01-15T08:00:00+00:00')}${row('nobody', '50', '2027-01-15T08:00:00+00:00')}${row('@bob', '', 'never')}</tbody></table>`,
    );
    expect(rows).to.have.length(1);
    expect(rows[0]).to.include({ username: 'alice', stars: 1000, time: 1_800_000_000 });
  });
});
