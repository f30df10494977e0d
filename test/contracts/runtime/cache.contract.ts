import { expect } from 'chai';
import type { Cache } from '#use-cases/ports/runtime/cache.js';

export interface CacheUnderTest {
  readonly cache: Cache;
  /** Lets this much time pass for the cache. */
  pass(milliseconds: number): Promise<void>;
  close(): Promise<void>;
}

/** What any cache owes: what was put in, for as long as it was meant to hold. */
export function cacheContract(label: string, open: () => Promise<CacheUnderTest>): void {
  describe(`cache on ${label}`, () => {
    let opened: CacheUnderTest;
    before(async () => {
      opened = await open();
    });
    after(() => opened.close());

    it('what was never put in is not there', async () => {
      expect(await opened.cache.get('never')).to.equal(undefined);
    });

    it('what was put in last is there, to the letter', async () => {
      await opened.cache.set('name', 'first', 60);
      await opened.cache.set('name', '{"имя":"Вера 🌟"}', 60);
      expect(await opened.cache.get('name')).to.equal('{"имя":"Вера 🌟"}');
    });

    it('an empty text is a value', async () => {
      await opened.cache.set('empty', '', 60);
      expect(await opened.cache.get('empty')).to.equal('');
    });

    it('what was removed is gone', async () => {
      await opened.cache.set('gone', 'x', 60);
      await opened.cache.remove('gone');
      await opened.cache.remove('gone');
      expect(await opened.cache.get('gone')).to.equal(undefined);
    });

    it('what is too old is gone', async () => {
      await opened.cache.set('short', 'x', 0.05);
      await opened.cache.set('long', 'y', 60);
      await opened.pass(60);
      expect(await opened.cache.get('short')).to.equal(undefined);
      expect(await opened.cache.get('long')).to.equal('y');
    });

    it('what is put in for no time is not there', async () => {
      await opened.cache.set('instant', 'before', 60);
      await opened.cache.set('instant', 'x', 0);
      expect(await opened.cache.get('instant')).to.equal(undefined);
    });
  });
}
