import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { LANGUAGES, Texts } from '#adapters/texts/texts.js';
import { FULFILMENT_STATES } from '#domain/stars/fulfilment-states.js';
import { ORDER_STATES } from '#domain/orders/order-states.js';
import { PAYMENT_STATES } from '#domain/payments/payment-states.js';
import { STATEMENT_STATUSES, STATEMENT_TYPES } from '#domain/wallet/statement.js';
import { orderCard } from '#adapters/texts/cards/order-card.js';
import { paymentCard } from '#adapters/texts/cards/payment-card.js';
import { anOrder } from '../../builders/an-order.js';
import { aPayment } from '../../builders/a-payment.js';
import { planNotice } from '#adapters/outbound/telegram/notice-plan.js';
import { VPN_VIEWS, vpnNoticesAbout } from '../../faults/fuzz/rendering/vpn-views.js';
import { NOW } from '../../builders/now.js';

type Catalogue = Readonly<Record<string, string>>;

const PLURALS = { ru: ['one', 'few', 'many', 'other'], en: ['one', 'other'] } as const;
const PLURAL = /_(zero|one|two|few|many|other)$/;

function flat(value: unknown, path: readonly string[] = []): [string, string][] {
  if (typeof value === 'string') return [[path.join('.'), value]];
  return Object.entries(value as object).flatMap(([name, inner]) => flat(inner, [...path, name]));
}

function catalogue(language: string): Catalogue {
  return Object.fromEntries(flat(JSON.parse(readFileSync(`src/adapters/texts/${language}.json`, 'utf8'))));
}

function sourcesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts')).map((path) => readFileSync(join(folder, path), 'utf8'));
}

const [ru, en] = [catalogue('ru'), catalogue('en')];
const stems = (texts: Catalogue): string[] => [...new Set(Object.keys(texts).map((key) => key.replace(PLURAL, '')))].sort();
const holes = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? '').sort();
const tags = (text: string): string[] => [...text.matchAll(/<\/?[a-z-]+/g)].map((match) => match[0]).sort();

describe('the texts', () => {
  const texts = new Texts();

  it('say everything in both languages', () => {
    expect(stems(ru)).to.deep.equal(stems(en));
    expect(Object.entries({ ...ru, ...en }).filter(([, text]) => text.trim() === '')).to.deep.equal([]);
  });

  it('are filled with the same things and marked up alike in both languages', () => {
    for (const key of Object.keys(en).filter((name) => name in ru)) {
      expect(holes(ru[key] ?? ''), key).to.deep.equal(holes(en[key] ?? ''));
      expect(tags(ru[key] ?? ''), key).to.deep.equal(tags(en[key] ?? ''));
    }
  });

  it('know every plural form of their language', () => {
    for (const [language, own] of [['ru', ru], ['en', en]] as const) {
      const counted = new Set(Object.keys(own).filter((key) => PLURAL.test(key)).map((key) => key.replace(PLURAL, '')));
      expect([...counted]).to.include('unit.stars');
      for (const stem of counted) for (const form of PLURALS[language]) expect(own, `${language} ${stem}`).to.have.property(`${stem}_${form}`);
    }
  });

  it('count stars as people do', () => {
    const counts = [1, 2, 5, 11, 21, 22, 112, 1000].map((count) => texts.in('ru').stars(count));
    expect(counts).to.deep.equal(['1 звезда', '2 звезды', '5 звёзд', '11 звёзд', '21 звезда', '22 звезды', '112 звёзд', '1\u00a0000 звёзд']);
    expect([1, 2, 1000].map((count) => texts.in('en').stars(count))).to.deep.equal(['1 star', '2 stars', '1\u00a0000 stars']);
    expect(texts.in('ru').plain('unit.stars-acc', { count: 21 })).to.equal('21 звезду');
  });

  it('have each key that the code names', () => {
    const code = [...sourcesUnder('src/adapters/texts'), ...sourcesUnder('src/adapters/inbound/telegram'), ...sourcesUnder('src/adapters/outbound/telegram')].join('\n');
    const named = [...code.matchAll(/'([a-z][a-z-]*(?:\.[a-z][a-z_-]*)+)'(?!:)/g)].map((match) => match[1] ?? '');
    const roots = new Set(stems(en).map((key) => key.split('.')[0]));
    const missing = named.filter((key) => roots.has(key.split('.')[0]) && !stems(en).includes(key));
    expect(named.length).to.be.greaterThan(100);
    expect(missing).to.deep.equal([]);
  });

  it('are all used', () => {
    const code = [...sourcesUnder('src/adapters/texts'), ...sourcesUnder('src/adapters/inbound/telegram'), ...sourcesUnder('src/adapters/outbound/telegram')].join('\n');
    const built = /^((checkout|payment|progress|reason|alert|command|history\.filter|transaction\.(type|status)|notice\.(kept|top-up|refund|subscription)|plan\.traffic|change\.(before|after))[.-]|(unit|config)\.(?:[KMGT]B|ios|android|windows|macos|linux)$)/;
    expect(stems(en).filter((key) => !built.test(key) && !code.includes(`'${key}'`))).to.deep.equal([]);
  });

  it('have a word for each state, type and status there is', () => {
    for (const language of LANGUAGES) {
      for (const state of Object.keys(PAYMENT_STATES.table)) expect(texts.has(language, `payment.${state}`), state).to.equal(true);
      for (const type of STATEMENT_TYPES) expect(texts.has(language, `transaction.type.${type}`) && texts.has(language, `history.filter.${type}`), type).to.equal(true);
      for (const status of STATEMENT_STATUSES) expect(texts.has(language, `transaction.status.${status}`), status).to.equal(true);
      for (const fit of ['exact', 'over', 'partial', 'late']) expect(texts.has(language, `notice.top-up-${fit}`), fit).to.equal(true);
      for (const why of ['partial', 'late', 'over']) expect(texts.has(language, `notice.kept-${why}`), why).to.equal(true);
    }
  });

  it('show no bare key on any card', () => {
    for (const language of LANGUAGES) {
      const words = texts.in(language);
      const steps = Object.keys(FULFILMENT_STATES.table) as (keyof typeof FULFILMENT_STATES.table)[];
      const orders = Object.keys(ORDER_STATES.table) as (keyof typeof ORDER_STATES.table)[];
      const payments = Object.keys(PAYMENT_STATES.table) as (keyof typeof PAYMENT_STATES.table)[];
      const cards = [
        ...orders.flatMap((state) => steps.map((step) => orderCard(words, anOrder({ state, reason: 'not-paid' }), step))),
        ...payments.flatMap((state) => [paymentCard(words, aPayment({ state }), NOW), paymentCard(words, aPayment({ state, orderId: anOrder().id, invoice: undefined }), NOW)]),
      ];
      for (const card of cards) {
        const shown = [card.html, ...card.keyboard.flat().map((button) => button.text)].join('\n');
        expect(shown).not.to.match(/\b(progress|payment|order|button|reason|unit)\.[a-z]/);
        expect(shown).not.to.include('{{');
        expect(card.keyboard.flat().length, 'a way to go on').to.be.greaterThan(0);
      }
    }
  });

  it('show no bare key on any screen of the VPN', () => {
    for (const words of LANGUAGES.map((language) => texts.in(language))) {
      const news = vpnNoticesAbout('Home').flatMap((notice) => planNotice(words, notice, { now: NOW }).message ?? []);
      for (const view of [...Object.values(VPN_VIEWS).flatMap((show) => show(words, 'Home')), ...news]) {
        const shown = [view.html, ...view.keyboard.flat().map((button) => button.text)].join('\n');
        expect(shown).not.to.match(/\b(vpn|plan|subscription|change|config|usage|order|progress|button|reason|unit|notice)\.[a-z]/);
        expect(shown).not.to.match(/\{\{|undefined|\[object/);
        expect(view.keyboard.flat().length, 'a way to go on').to.be.greaterThan(0);
      }
    }
  });

  it('take what they are filled with as text, never as markup, a template or a reference', () => {
    const shown = texts.html('en', 'home.text', { name: '<b>{{balance}}</b> $t(help.text) & "x"', balance: '5 TON' });
    expect(shown).to.include('Hi, &lt;b&gt;{{balance}}&lt;/b&gt; $t(help.text) &amp; &quot;x&quot;!');
    expect(texts.plain('en', 'button.pay-via', { price: '1 TON', sign: '💎', gateway: '<Pay & Co>' })).to.equal('💎 <Pay & Co> · 1 TON');
  });
});
