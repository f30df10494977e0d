import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect } from 'chai';
import { LANGUAGES, Texts } from '#adapters/texts/texts.js';
import { faultReport } from '../../report/fault-report.js';
import { EVERY_VIEW } from './every-view.js';
import { hostileText } from './hostile-text.js';
import { brokenRules, shapeOf } from './telegram-rules.js';

const ROOM = 'src/adapters';
const MAKER = /export function (\w+)\((?:(?!export )[^])*?\): (?:View|NoticePlan) \{/g;
/** They show a sentence of the catalogue and nothing that anybody else wrote. */
const OWN_WORDS_ONLY = ['bot.ts', 'screen-router.ts', 'within-limits.ts'];

/** So many texts nobody should be called by, through every view there is. */
export function renderingContract(texts: number): void {
  describe('a text from outside', () => {
    const seed = faultReport.seed('rendering');
    const words = LANGUAGES.map((language) => new Texts().in(language));

    for (const [name, show] of Object.entries(EVERY_VIEW)) {
      it(`adds no tag, link, line or button, and nothing Telegram refuses, in ${name} (cases 146, 147)`, () => {
        const plain = words.map((language) => show(language, 'Bob').map(shapeOf));
        const seen = new Set<string>();
        let shown = 0;
        fc.assert(
          fc.property(hostileText, fc.nat(words.length - 1), (text, language) => {
            const views = show(words[language] ?? expect.fail('no such language'), text);
            shown += views.length;
            expect(views.length).to.equal(plain[language]?.length);
            views.forEach((view, index) => {
              const face = JSON.stringify([language, index, view]);
              if (seen.has(face)) return;
              seen.add(face);
              expect(brokenRules(view), face).to.deep.equal([]);
              const { links, ...shape } = shapeOf(view);
              const { links: most, ...expected } = plain[language]?.[index] ?? expect.fail('a view too many');
              expect(shape, face).to.deep.equal(expected);
              expect(links, face).to.be.at.most(most);
            });
          }),
          { numRuns: texts, seed },
        );
        faultReport.visited('hostile text through a view', shown);
      });
    }

    it('meets every view there is', () => {
      const files = readdirSync(ROOM, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
      const sources = files.map((path) => ({ path, source: readFileSync(join(ROOM, path), 'utf8') }));
      const makers = sources.flatMap(({ path, source }) => [...source.matchAll(MAKER)].map(([, name = '']) => `${path} ${name}`));
      const tested = Object.keys(EVERY_VIEW);
      const isOf = (maker: string, name: string): boolean => `/${maker}`.endsWith(`/${name}`);
      expect(makers.filter((maker) => !tested.some((name) => isOf(maker, name)))).to.deep.equal([]);
      expect(tested.filter((name) => !makers.some((maker) => isOf(maker, name)))).to.deep.equal([]);

      const wording = sources.filter(({ path, source }) => /words\.html\(/.test(source) && !makers.some((maker) => maker.startsWith(`${path} `)));
      expect(wording.map(({ path }) => path.split('/').at(-1)).sort()).to.deep.equal([...OWN_WORDS_ONLY].sort());
    });
  });
}
