import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';

/** The catalogue's sections on webhooks, amounts and Telegram. */
const CATALOGUE = [...numbers(1, 34), ...numbers(140, 154)];

interface Row {
  readonly number: number;
  readonly shownBy: string;
  readonly result: string;
}

describe('the table of fault cases', () => {
  const rows = readFileSync('docs/reliability.md', 'utf8').split('\n').flatMap(rowOf);
  const tagged = taggedCases();

  it('names every case of the catalogue once', () => {
    expect(rows.map(({ number }) => number)).to.include.members(CATALOGUE);
    expect(new Set(rows.map(({ number }) => number)).size).to.equal(rows.length);
  });

  it('names exactly the tests that carry the number of a case that holds', () => {
    const claimed = rows.filter(({ result }) => result === 'holds').map(({ number, shownBy }) => [number, linksIn(shownBy)]);
    const shown = [...tagged].toSorted(([one], [other]) => one - other).map(([number, files]) => [number, [...files].toSorted()]);
    expect(claimed).to.deep.equal(shown);
  });

  it('says why where a case does not apply', () => {
    const others = rows.filter(({ result }) => result !== 'holds');
    expect(others.filter(({ result, shownBy }) => result !== 'does not apply' || shownBy.length < 5)).to.deep.equal([]);
  });
});

function rowOf(line: string): Row[] {
  const [, number, shownBy, result] = /^\| (\d+) \| [^|]+ \| ([^|]+) \| ([^|]+) \|$/.exec(line) ?? [];
  return number !== undefined && shownBy !== undefined && result !== undefined ? [{ number: Number(number), shownBy, result }] : [];
}

function linksIn(text: string): readonly string[] {
  return [...text.matchAll(/\]\(\.\.\/([^)]+)\)/g)].flatMap(([, path]) => path ?? []).toSorted();
}

/** Which test files have a title that ends with the number of a case. */
function taggedCases(): ReadonlyMap<number, ReadonlySet<string>> {
  const cases = new Map<number, Set<string>>();
  for (const path of readdirSync('test', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))) {
    const file = join('test', path);
    for (const [, list = ''] of readFileSync(file, 'utf8').matchAll(/\(cases? ([\d, ]+)\)['`]/g)) {
      for (const number of list.split(',').map(Number)) cases.set(number, (cases.get(number) ?? new Set()).add(file));
    }
  }
  return cases;
}

function numbers(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
