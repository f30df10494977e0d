import { expect } from 'chai';
import { TelegramLab } from './telegram-lab.js';

const BILL = { title: 'VPN', description: 'A month', payload: 'payment 1', currency: 'XTR', prices: [{ label: 'VPN', amount: 100 }] };

interface Update {
  readonly update_id: number;
  readonly message?: { readonly successful_payment?: object; readonly refunded_payment?: object };
  readonly pre_checkout_query?: { readonly id: string };
}

describe('stars in the sandbox', () => {
  let lab: TelegramLab;
  beforeEach(async () => {
    lab = await TelegramLab.open();
    for (const id of [42, 43]) await lab.person(id).say('/start');
    offset = 0;
    await updates();
  });
  afterEach(() => lab.close());

  let offset = 0;
  const updates = async (): Promise<readonly Update[]> => {
    const { body } = await lab.api('getUpdates', { offset, timeout: 0 });
    const found = body['result'] as readonly Update[];
    offset = (found.at(-1)?.update_id ?? offset - 1) + 1;
    return found;
  };
  const link = async (): Promise<string> => String((await lab.api('createInvoiceLink', BILL)).body['result']);
  const listed = async (): Promise<readonly object[]> => ((await lab.api('getStarTransactions')).body['result'] as { transactions: object[] }).transactions;

  it('a link leads to a page of the sandbox that says what is asked for', async () => {
    const address = new URL(await link());
    expect(address.origin).to.equal(lab.origin);
    expect(address.pathname).to.match(/^\/sandbox\/telegram\/invoice\/[\w-]+$/);
    const { body } = await lab.call('GET', address.pathname.replace('/invoice/', '/invoices/'));
    expect(body).to.deep.equal({ title: 'VPN', description: 'A month', currency: 'XTR', amount: '100' });
    expect((await lab.call('GET', '/sandbox/telegram/invoices/unknown')).status).to.equal(400);
  });

  it('anybody may pay a link, and again, when the bot says yes', async () => {
    const address = await link();
    for (const id of [42, 43, 42]) {
      const outcome = lab.person(id).pay({ link: address });
      const [update] = await lab.changed(updates, (found) => found.length > 0);
      await lab.api('answerPreCheckoutQuery', { pre_checkout_query_id: update?.pre_checkout_query?.id, ok: true });
      expect((await outcome).body).to.include({ paid: true });
      await updates();
    }
    expect(lab.simulator.stars().map(({ userId, amount, payload }) => [userId, amount, payload])).to.deep.equal([[42, 100, 'payment 1'], [43, 100, 'payment 1'], [42, 100, 'payment 1']]);
  });

  it('the news of a payment can be lost or repeated, and the bot can have said yes before', async () => {
    const address = await link();
    await lab.person(42).pay({ link: address, unasked: true, told: 0 });
    expect(await updates()).to.deep.equal([]);
    await lab.person(42).pay({ payload: 'payment 1', unasked: true, told: 2 });
    const [one, other] = await updates();
    expect(one?.message?.successful_payment).to.deep.equal(other?.message?.successful_payment);
    expect(one?.update_id).not.to.equal(other?.update_id);
    expect(await listed()).to.have.length(2);
    expect((await lab.person(42).pay({ payload: 'none' })).status).to.equal(400);
    expect((await lab.person(42).pay({ link: address, told: 11 })).status).to.equal(400);
  });

  it('a refund is told to the bot and listed; what Telegram takes back by itself is only listed', async () => {
    const address = await link();
    const chargeOf = async (): Promise<unknown> => (await lab.person(42).pay({ link: address, unasked: true, told: 0 })).body['chargeId'];
    const [returned, taken] = [await chargeOf(), await chargeOf()];
    await lab.api('refundStarPayment', { user_id: 42, telegram_payment_charge_id: returned });
    expect((await updates()).map(({ message }) => message?.refunded_payment)).to.deep.equal([
      { currency: 'XTR', total_amount: 100, invoice_payload: 'payment 1', telegram_payment_charge_id: returned },
    ]);
    await lab.call('POST', `/sandbox/telegram/stars/${String(taken)}/chargeback`, {});
    expect(await updates()).to.deep.equal([]);
    expect((await listed()).map((one) => 'receiver' in one)).to.deep.equal([false, false, true, true]);
    expect((await lab.api('refundStarPayment', { user_id: 42, telegram_payment_charge_id: taken })).body['description']).to.include('CHARGE_ALREADY_REFUNDED');
    expect((await lab.api('refundStarPayment', { user_id: 43, telegram_payment_charge_id: returned })).body['description']).to.include('CHARGE_NOT_FOUND');
    expect((await lab.call('POST', '/sandbox/telegram/stars/none/chargeback', {})).status).to.equal(404);
  });
});
