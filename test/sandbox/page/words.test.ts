import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';

type Words = Readonly<Record<string, string>>;

const PAGE = 'src/sandbox/page/public';

describe("the words of the sandbox's page", () => {
  let en: Words;
  let ru: Words;

  before(async () => {
    en = await wordsIn('en');
    ru = await wordsIn('ru');
  });

  it('are the same in both languages, with the same gaps to fill', () => {
    expect(Object.keys(ru).sort()).to.deep.equal(Object.keys(en).sort());
    const uneven = Object.keys(en).filter((key) => gapsOf(en[key]) !== gapsOf(ru[key]));
    expect(uneven).to.deep.equal([]);
  });

  it('say something, each of them', () => {
    expect(Object.entries({ ...en, ...ru }).filter(([, text]) => text.trim() === '')).to.deep.equal([]);
  });

  it('are there for everything that the page names', () => {
    const files = readdirSync(PAGE, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(js|html)$/.test(name) && !/words/.test(name));
    const named = files.flatMap((name) => [...readFileSync(join(PAGE, name), 'utf8').matchAll(/(?:\bword\(|data-word(?:-\w+)?=)['"]([\w.:-]+)['"]/g)].map(([, key]) => key ?? ''));
    expect(named.length).to.be.greaterThan(100);
    expect([...new Set(named)].filter((key) => !(key in en))).to.deep.equal([]);
  });

  it('are there for all that can go strangely at each gateway', () => {
    const gateways = ['heleket', 'yookassa', 'wata', 'cryptobot'].map((name) => readFileSync(join(PAGE, 'js/gateways', `${name}.js`), 'utf8'));
    const odd = gateways.flatMap((text) => [...text.slice(text.indexOf('odd: [')).matchAll(/name: '(\w+)'/g)].flatMap(([, name = '']) => [`odd.${name}`, `odd.${name}.about`]));
    expect(odd.length).to.be.greaterThan(30);
    expect(odd.filter((key) => !(key in en))).to.deep.equal([]);
  });
});

async function wordsIn(language: 'en' | 'ru'): Promise<Words> {
  const file = pathToFileURL(join(process.cwd(), PAGE, 'js/core', `words-${language}.js`));
  const found = (await import(file.href)) as Readonly<Record<string, Words>>;
  return found[language] ?? {};
}

function gapsOf(text = ''): string {
  return [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort().join();
}
