import { expect } from 'chai';
import { WordedInvoices } from '#adapters/texts/cards/invoice-text.js';
import { Texts } from '#adapters/texts/texts.js';
import { anOrder } from '../../builders/an-order.js';

describe('what a payer reads at the provider', () => {
  const wording = new WordedInvoices(new Texts());

  it('says what is bought and for whom, in the language of the payer', () => {
    const order = anOrder({ stars: 100, bonus: 10, recipient: { username: 'vera', name: 'Vera', token: 't' } });
    expect(wording.of(order, 'en')).to.deep.equal({ title: 'Telegram Stars', description: '110 stars for @vera' });
    expect(wording.of(order, 'ru')).to.deep.equal({ title: 'Telegram Stars', description: '110 звёзд для @vera' });
  });

  it('says that a top-up is one', () => {
    expect(wording.of(undefined, 'ru').title).to.equal('Пополнение баланса');
    expect(wording.of(undefined, 'en').title).to.equal('Balance top-up');
  });

  it('keeps within what every provider takes', () => {
    const order = anOrder({ recipient: { username: 'v'.repeat(300), name: 'Vera', token: 't' } });
    for (const language of ['ru', 'en'] as const) {
      const { title, description } = wording.of(order, language);
      expect(title.length).to.be.at.most(32);
      expect(description.length).to.be.at.most(128);
    }
  });
});
