import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { occurrences, removalsOf } from '../guards/guard.js';
import { GUARDS } from '../guards/guards.js';

describe('the table of guards', () => {
  it('names each guard once, and at least fifty', () => {
    expect(new Set(GUARDS.map(({ name }) => name)).size).to.equal(GUARDS.length);
    expect(GUARDS.length).to.be.at.least(50);
  });

  it('names text that stands in its file exactly once, and does not stay as it is', () => {
    const wrong = GUARDS.flatMap((guard) =>
      removalsOf(guard)
        .filter(({ file, text, replacement }) => text === replacement || !existsSync(file) || occurrences(readFileSync(file, 'utf8'), text) !== 1)
        .map(({ file }) => `${guard.name}: ${file}`),
    );
    expect(wrong).to.deep.equal([]);
  });

  it('names tests that are there', () => {
    expect(GUARDS.filter(({ tests }) => tests.length === 0 || !tests.every((file) => existsSync(file))).map(({ name }) => name)).to.deep.equal([]);
  });
});
