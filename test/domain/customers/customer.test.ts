import { expect } from 'chai';
import { languageFor, refresh, register } from '#domain/customers/customer.js';
import { aCustomer } from '../../builders/a-customer.js';

describe('a customer', () => {
  for (const [code, language] of [['ru', 'ru'], ['ru-RU', 'ru'], ['uk', 'ru'], ['be', 'ru'], ['kk', 'ru'], [undefined, 'ru'], ['en', 'en'], ['en-US', 'en'], ['de', 'en'], ['rus', 'en'], ['', 'en']] as const) {
    it(`whose Telegram says ${code ?? 'nothing'} reads ${language}`, () => {
      expect(languageFor(code)).to.equal(language);
    });
  }

  it('remembers who brought them, unless it was they themselves', () => {
    const profile = { userId: 5, firstName: 'Олег' };
    expect(register(profile, 7).referredBy).to.equal(7);
    expect(register(profile, 5).referredBy).to.equal(undefined);
    expect(register(profile).referredBy).to.equal(undefined);
  });

  it('with an endless name is remembered by its beginning', () => {
    expect(register({ userId: 5, firstName: 'x'.repeat(5000) }).firstName).to.have.length(128);
  });

  it('follows Telegram until they choose a language themselves', () => {
    const profile = { userId: 1001, username: 'new', firstName: 'New', languageCode: 'en' };
    expect(refresh(aCustomer(), profile)).to.include({ username: 'new', firstName: 'New', language: 'en' });
    expect(refresh(aCustomer({ language: 'ru', languageChosen: true }), profile).language).to.equal('ru');
    expect(refresh(aCustomer({ referredBy: 9 }), profile).referredBy).to.equal(9);
  });
});
