import { expect } from 'chai';
import { usePersistence, type OpenPersistence } from '../persistence-under-test.js';

/** What the operator tunes. */
export function settingsContract(label: string, open: OpenPersistence): void {
  describe(`${label}: settings`, () => {
    const store = usePersistence(open);
    const save = (key: string, value: unknown) => store().unitOfWork.run((tx) => tx.settings.save(key, value));
    const find = (key: string) => store().unitOfWork.run((tx) => tx.settings.find(key));

    it('a setting nobody changed is not there', async () => {
      expect(await find('stars.pricing')).to.equal(undefined);
    });

    it('of two who look at the same moment, the second waits for what the first one sets', async () => {
      const taken = await Promise.all(
        ['anna', 'boris'].map((name) =>
          store().unitOfWork.run(async (tx) => {
            if ((await tx.settings.lock('turn')) !== undefined) return undefined;
            await tx.settings.save('turn', name);
            return name;
          }),
        ),
      );
      expect(taken.filter((name) => name !== undefined)).to.deep.equal([await find('turn')]);
    });

    it('a setting that was only looked at stays unset', async () => {
      expect(await store().unitOfWork.run((tx) => tx.settings.lock('turn'))).to.equal(undefined);
      expect(await store().unitOfWork.run((tx) => tx.settings.lock('turn'))).to.equal(undefined);
    });

    for (const value of [{ mode: 'quote', marginBasisPoints: 500 }, ['heleket'], 'text', 0, false]) {
      it(`the operator's ${JSON.stringify(value)} is read back as it was set`, async () => {
        await save('tuned', 'before');
        await save('tuned', value);
        expect(await find('tuned')).to.deep.equal(value);
      });
    }
  });
}
