import { expect } from 'chai';
import type { Profile } from '#domain/customers/customer.js';
import { ChooseLanguage } from '#use-cases/customers/choose-language.js';
import { WelcomeCustomer } from '#use-cases/customers/welcome-customer.js';
import type { UnitOfWork } from '#use-cases/ports/persistence/unit-of-work.js';
import { aShop } from '../../builders/shop/a-shop.js';

const VERA: Profile = { userId: 1001, username: 'vera', firstName: 'Вера', languageCode: 'ru' };
const MINUTE = 60_000;

describe('somebody who is here', () => {
  const open = () => {
    const shop = aShop();
    const asked = { times: 0 };
    const unitOfWork: UnitOfWork = {
      run: (work) => {
        asked.times += 1;
        return shop.memory.run(work);
      },
    };
    const welcome = new WelcomeCustomer(unitOfWork, shop.clock, shop.knownCustomers);
    const chooseLanguage = new ChooseLanguage(unitOfWork, shop.clock, shop.knownCustomers);
    return { ...shop, asked, welcome, chooseLanguage };
  };

  it('is looked up once, not with every tap', async () => {
    const { welcome, asked } = open();
    const first = await welcome.execute({ profile: VERA });
    for (let tap = 0; tap < 20; tap += 1) expect(first).to.deep.include(await welcome.execute({ profile: VERA }));
    expect(asked.times).to.equal(1);
  });

  it('is written down again every five minutes', async () => {
    const { welcome, asked, clock } = open();
    for (let minute = 0; minute < 12; minute += 1) {
      await welcome.execute({ profile: VERA });
      clock.advance(MINUTE);
    }
    expect(asked.times).to.equal(3);
  });

  it('is written down at once under a new name, username or language', async () => {
    const { welcome, memory } = open();
    await welcome.execute({ profile: VERA });
    for (const change of [{ firstName: 'Vera' }, { username: undefined }, { languageCode: 'en' }]) {
      const profile = { ...VERA, ...change };
      const customer = await welcome.execute({ profile });
      expect(await memory.run((tx) => tx.users.get(VERA.userId))).to.deep.equal(customer);
    }
    expect((await memory.run((tx) => tx.users.get(VERA.userId))).language).to.equal('en');
  });

  it('reads the chosen language from the next tap on', async () => {
    const { welcome, chooseLanguage } = open();
    await welcome.execute({ profile: VERA });
    await chooseLanguage.execute({ userId: VERA.userId, language: 'en' });
    expect(await welcome.execute({ profile: VERA })).to.include({ language: 'en', languageChosen: true });
    expect(await welcome.execute({ profile: VERA })).to.include({ language: 'en', languageChosen: true });
  });

  it('counts as new for a day, and only when they really are', async () => {
    const { welcome, knownCustomers, clock, memory } = open();
    await memory.run((tx) => tx.users.save({ userId: 2, firstName: 'Bob', language: 'en', languageChosen: false }, clock.now()));
    await welcome.execute({ profile: VERA });
    await welcome.execute({ profile: { userId: 2, firstName: 'Bob', languageCode: 'en' } });
    expect([await knownCustomers.isNewcomer(VERA.userId), await knownCustomers.isNewcomer(2)]).to.deep.equal([true, false]);
    clock.advance(24 * 60 * MINUTE);
    expect(await knownCustomers.isNewcomer(VERA.userId)).to.equal(false);
  });

  it('is not known before the store has them', async () => {
    const { clock, knownCustomers } = open();
    const down: UnitOfWork = { run: () => Promise.reject(new Error('the database is down')) };
    await new WelcomeCustomer(down, clock, knownCustomers).execute({ profile: VERA }).catch(() => undefined);
    expect([await knownCustomers.find(VERA.userId), await knownCustomers.isNewcomer(VERA.userId)]).to.deep.equal([undefined, false]);
  });
});
