import fc from 'fast-check';
import { expect } from 'chai';
import { Calendar, grouped, roughMoney, shownMoney } from '#adapters/texts/figures.js';
import { escapeHtml, fitHtml, visibleLength } from '#adapters/texts/html.js';
import { cleanText, shownName } from '#adapters/texts/plain-text.js';
import { ton } from '../../builders/ton.js';

const SPACE = '\u00a0';

/** Whether every tag that opens closes in its order, and nothing is cut inside a tag or an entity. */
function isWhole(html: string): boolean {
  const open: string[] = [];
  for (const [, slash, tag] of html.matchAll(/<(\/?)([a-z]+)>/g)) {
    if (slash === '') open.push(tag ?? '');
    else if (open.pop() !== tag) return false;
  }
  const rest = html.replace(/<\/?[a-z]+>/g, '').replace(/&(amp|lt|gt|quot);/g, '');
  return open.length === 0 && !/[<>&]/.test(rest);
}

describe('figures', () => {
  it('are exact and grouped in threes', () => {
    expect(shownMoney(ton('1234.5'))).to.equal(`1${SPACE}234.5${SPACE}TON`);
    expect(shownMoney(ton('0.000000001'))).to.equal(`0.000000001${SPACE}TON`);
    expect(shownMoney(ton('1000000'))).to.equal(`1${SPACE}000${SPACE}000${SPACE}TON`);
    expect(grouped('-12345.6789')).to.equal(`-12${SPACE}345.6789`);
  });

  it('that only inform are cut, never rounded up', () => {
    expect(roughMoney(ton('0.1129999'))).to.equal(`0.112${SPACE}TON`);
    expect(roughMoney(ton('7.0001'))).to.equal(`7${SPACE}TON`);
  });

  it('name the time zone of a time of day', () => {
    const moment = new Date('2026-03-12T14:05:32Z');
    expect(new Calendar('UTC').moment(moment, 'ru')).to.equal('12.03.2026, 14:05 UTC');
    expect(new Calendar('Europe/Moscow').moment(moment, 'ru')).to.match(/^12\.03\.2026, 17:05 /);
    expect(new Calendar('UTC').day(moment, 'en')).to.equal('12 Mar');
  });
});

describe('text from outside', () => {
  it('keeps names people really have', () => {
    for (const name of ['Вера', 'José', 'Nguyễn Thị', '李明', 'محمد', '👨‍👩‍👧 семья', "O'Neil"]) expect(shownName(name)).to.equal(name);
  });

  it('loses hidden controls, line breaks and towers of marks', () => {
    expect(shownName('a\u202eb\u2066c\u200bd\u0000e')).to.equal('abcde');
    expect(shownName('two\n\nlines\ttabs')).to.equal('two lines tabs');
    expect(shownName(`z${'\u0336'.repeat(50)}`).length).to.be.at.most(3);
    expect(shownName('\u202e\u2069')).to.equal('…');
  });

  it('cannot become a link, a mention, a tag or a command', () => {
    expect(shownName('t.me/x @y #z $TON')).to.equal('t\u2024me\u2215x \uff20y \uff03z \uff04TON');
    expect(shownName('Martin Luther King Jr.')).to.equal('Martin Luther King Jr.');
  });

  it('is shortened between characters', () => {
    const name = shownName('🐢'.repeat(5_000));
    expect(Array.from(name)).to.have.length(40);
    expect(name.endsWith('…')).to.equal(true);
    expect(Buffer.from(name).toString()).to.equal(name);
  });

  it('stays one clean line whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const clean = cleanText(text);
        expect(Array.from(clean).length).to.be.at.most(200);
        expect(clean).not.to.match(/[\p{Cc}\u202a-\u202e\u2066-\u2069\n]/u);
        expect(escapeHtml(clean)).not.to.match(/[<>"]/);
      }),
    );
  });
});

describe('a message that is too long', () => {
  it('is cut to the limit with its tags closed and its entities whole (case 147)', () => {
    const piece = fc.constantFrom('<b>', '</b>', '&amp;', '&lt;', 'слово ', '🐢', 'x');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 200 }), fc.integer({ min: 2, max: 60 }), (pieces, limit) => {
        let depth = 0;
        const balanced = pieces.filter((part) => {
          if (part === '</b>') return depth > 0 && depth-- > 0;
          if (part === '<b>') depth++;
          return true;
        });
        const html = balanced.join('') + '</b>'.repeat(depth);
        const fitted = fitHtml(html, limit);
        expect(visibleLength(fitted)).to.be.at.most(limit);
        expect(isWhole(fitted), fitted).to.equal(true);
        if (visibleLength(html) <= limit) expect(fitted).to.equal(html);
      }),
    );
  });

  it('counts an entity as the one character it shows', () => {
    expect(visibleLength('<b>a&amp;b</b> &#128512;')).to.equal(5);
    expect(fitHtml('&amp;'.repeat(10), 10)).to.equal('&amp;'.repeat(10));
    expect(fitHtml('&amp;'.repeat(11), 10)).to.equal(`${'&amp;'.repeat(9)}…`);
  });
});
