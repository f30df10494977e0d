import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { TERM_NAMES } from '#use-cases/vpn/panels/panel-terms.js';
import { cruiseProject, type Cruised } from './cruise.js';

const LONGEST_FILE = 250;
const FULLEST_FOLDER = 12;
const DEEPEST = 6;

function filesUnder(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesUnder(path) : [path];
  });
}

function foldersUnder(folder: string): string[] {
  const inner = readdirSync(folder).map((name) => join(folder, name)).filter((path) => statSync(path).isDirectory());
  return [folder, ...inner.flatMap(foldersUnder)];
}

const FOLDERS = ['src', 'test', 'db', 'bench'].filter((folder) => existsSync(folder));
const code = FOLDERS.flatMap(filesUnder);
const sources = code.filter((path) => path.endsWith('.ts') && (path.startsWith('src/') || path.startsWith('db/')));

describe('the house', () => {
  describe('its walls', () => {
    let cruised: Cruised;
    before(async function () {
      this.timeout(60_000);
      cruised = await cruiseProject('.');
    });

    it('stand everywhere', () => {
      expect(cruised.violations).to.deep.equal([]);
    });

    it('were checked against every source file', () => {
      expect(sources.filter((path) => !path.endsWith('.d.ts') && !cruised.seen.has(path))).to.deep.equal([]);
    });
  });

  it('has no file that one cannot read in one sitting', () => {
    const long = code
      .filter((path) => /\.(ts|js|css|html)$/.test(path))
      .map((path) => ({ path, lines: readFileSync(path, 'utf8').split('\n').length - 1 }))
      .filter(({ lines }) => lines > LONGEST_FILE);
    expect(long).to.deep.equal([]);
  });

  it('has no overfull folder', () => {
    const full = FOLDERS.filter((folder) => folder !== 'db')
      .flatMap(foldersUnder)
      .map((path) => ({ path, entries: readdirSync(path).length }))
      .filter(({ entries }) => entries > FULLEST_FOLDER);
    expect(full).to.deep.equal([]);
  });

  it('is nowhere deeper than six folders', () => {
    const deep = ['src', 'test'].flatMap(foldersUnder).filter((path) => path.split('/').length > DEEPEST);
    expect(deep).to.deep.equal([]);
  });

  it('names files in kebab-case after what they hold, never after how little they mean', () => {
    const names = sources.map((path) => ({ path, name: path.split('/').at(-1)?.replace(/(\.(screen|view))?(\.d)?\.ts$/, '') ?? '' }));
    const badly = names.filter(({ name }) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name) || /(^|-)(utils?|helpers?|common|manager|impl|misc)($|-)/.test(name));
    expect(badly).to.deep.equal([]);
  });

  it('exports by name only', () => {
    expect(sources.filter((path) => /^export default/m.test(readFileSync(path, 'utf8')))).to.deep.equal([]);
  });

  it('reads the environment in one room', () => {
    // The knexfile is the Knex command line's own way in.
    const readers = sources.filter((path) => !/^(src\/composition\/|db\/knexfile\.ts$)/.test(path) && readFileSync(path, 'utf8').includes('process.env'));
    expect(readers).to.deep.equal([]);
  });

  it('lets no use case call a use case of another area', () => {
    const isUseCase = (path: string): boolean => /^ {2}(async )?execute\(/m.test(readFileSync(path, 'utf8'));
    const calls = sources.filter((path) => /^src\/use-cases\/(?!ports\/|queries\/)/.test(path)).flatMap((path) =>
      [...readFileSync(path, 'utf8').matchAll(/from '\.\.\/([a-z]+)\/([a-z-]+)\.js'/g)]
        .map(([, area, file]) => `src/use-cases/${area ?? ''}/${file ?? ''}.ts`)
        .filter((target) => !target.startsWith('src/use-cases/queries/') && isUseCase(target))
        .map((target) => ({ path, target })),
    );
    expect(calls).to.deep.equal([]);
  });

  it('says in .env.example every variable that the service reads, and no other', () => {
    const documented = new Set([...readFileSync('.env.example', 'utf8').matchAll(/^#? ?([A-Z][A-Z0-9_]+)=/gm)].map((match) => match[1]));
    const schemas = sources.filter((path) => path.endsWith('/config.ts') || path.endsWith('/service-variables.ts'));
    const read = schemas.flatMap((path) => {
      const names = [...readFileSync(path, 'utf8').matchAll(/^\s+([A-Z][A-Z0-9_]+):/gm)].map((match) => match[1] ?? '');
      // A panel's settings bear its prefix only in the environment, and there its terms stand beside them.
      const [, panel] = /^src\/adapters\/outbound\/panels\/([a-z]+)\//.exec(path) ?? [];
      return panel === undefined ? names : [...names, ...TERM_NAMES].map((name) => `${panel.toUpperCase()}_${name}`);
    });
    expect([...documented].sort()).to.deep.equal([...new Set([...read, 'BOT_TOKEN', 'WEBHOOK_PORT'])].sort());
  });
});
