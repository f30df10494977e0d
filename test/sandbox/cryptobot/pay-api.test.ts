import { expect } from 'chai';
import { type CryptobotWorld, openCryptobotWorld, TOKEN } from '../../contracts/payments/cryptobot/cryptobot-world.js';

const COIN = { asset: 'TON', amount: '10' };
const FIAT = { currency_type: 'fiat', fiat: 'RUB', amount: '500' };
const TRANSFER = { user_id: 1001, asset: 'USDT', amount: '10', spend_id: 'r-1' };

describe("Crypto Pay's stand-in towards an app", () => {
  let world: CryptobotWorld;

  beforeEach(async () => {
    world = await openCryptobotWorld();
  });
  afterEach(() => world.close());

  const refused = (code: number, name: string) => ({ status: code, body: { ok: false, error: { code, name } } });
  const result = async (method: string, parameters: object = {}) => ((await world.call(method, parameters)).body as { result: unknown }).result;
  const made = async (parameters: object = COIN) => (await result('createInvoice', parameters)) as Record<string, unknown>;
  const items = async (parameters: object = {}) => {
    const list = (await result('getInvoices', parameters)) as { items: Record<string, unknown>[] } | Record<string, unknown>[];
    return Array.isArray(list) ? list : list.items;
  };

  it('turns away every other token, that of the test network included', async () => {
    for (const token of ['', '12345:wrong', `${TOKEN}0`]) expect(await world.call('getMe', {}, token)).to.deep.equal(refused(401, 'UNAUTHORIZED'));
    await world.call('createInvoice', COIN, 'x');
    expect(world.simulator.invoices()).to.deep.equal([]);
  });

  it('takes parameters from the address, from a form and from JSON', async () => {
    const url = `${world.origin}/sandbox/cryptobot/api/createInvoice`;
    const headers = { 'crypto-pay-api-token': TOKEN };
    await fetch(`${url}?asset=TON&amount=1`, { headers });
    await fetch(url, { method: 'POST', headers, body: new URLSearchParams({ asset: 'TON', amount: '2' }) });
    await made({ asset: 'TON', amount: 3 });
    expect(world.simulator.invoices().map(({ amount }) => amount)).to.deep.equal(['3', '2', '1']);
  });

  for (const [parameters, name] of [
    [{ ...COIN, currency_type: 'card' }, 'CURRENCY_TYPE_INVALID'],
    [{ ...COIN, asset: 'DOGE' }, 'ASSET_INVALID'],
    [{ ...COIN, asset: 'JET' }, 'ASSET_INVALID'],
    [{ ...FIAT, fiat: 'XXX' }, 'FIAT_INVALID'],
    [{ ...COIN, amount: '0' }, 'AMOUNT_INVALID'],
    [{ ...COIN, amount: '1e1' }, 'AMOUNT_INVALID'],
    [{ ...COIN, amount: '-1' }, 'AMOUNT_INVALID'],
    [{ asset: 'TON' }, 'AMOUNT_INVALID'],
    [{ ...FIAT, accepted_assets: 'TON,DOGE' }, 'ACCEPTED_ASSETS_INVALID'],
    [{ ...COIN, accepted_assets: 'TON' }, 'ACCEPTED_ASSETS_INVALID'],
    [{ ...COIN, description: 'x'.repeat(1025) }, 'DESCRIPTION_INVALID'],
    [{ ...COIN, payload: 'я'.repeat(2049) }, 'PAYLOAD_INVALID'],
    [{ ...COIN, paid_btn_name: 'close', paid_btn_url: 'https://shop.example' }, 'PAID_BTN_NAME_INVALID'],
    [{ ...COIN, paid_btn_name: 'callback' }, 'PAID_BTN_URL_INVALID'],
    [{ ...COIN, expires_in: 0 }, 'EXPIRES_IN_INVALID'],
    [{ ...COIN, expires_in: 2_678_401 }, 'EXPIRES_IN_INVALID'],
  ] as const) {
    it(`refuses an invoice with ${JSON.stringify(parameters).slice(0, 80)}`, async () => {
      expect(await world.call('createInvoice', parameters)).to.deep.equal(refused(400, name));
    });
  }

  it('makes another invoice of every call, for it knows no key', async () => {
    const ids = [await made({ ...COIN, payload: 'one' }), await made({ ...COIN, payload: 'one' })].map(({ invoice_id }) => invoice_id);
    expect(new Set(ids).size).to.equal(2);
  });

  it('shows the fields of an invoice that are documented, with an address to pay at', async () => {
    const invoice = await made({ ...COIN, payload: 'ours', description: 'Stars', expires_in: 60 });
    expect(invoice).to.include({ currency_type: 'crypto', asset: 'TON', status: 'active', payload: 'ours', description: 'Stars' });
    expect(invoice).to.include.keys('invoice_id', 'hash', 'created_at', 'expiration_date', 'mini_app_invoice_url', 'web_app_invoice_url', 'pay_url');
    expect(invoice.bot_invoice_url).to.equal(`${world.origin}/sandbox/cryptobot/pay/${String(invoice.invoice_id)}`);
  });

  it('spells its numbers in both ways, and its lists too', async () => {
    const amounts = new Set<string>();
    const lists = new Set<boolean>();
    for (let time = 0; time < 4; time += 1) amounts.add(typeof (await made()).amount);
    for (let time = 0; time < 4; time += 1) lists.add(Array.isArray(await result('getInvoices')));
    expect([...amounts].sort()).to.deep.equal(['number', 'string']);
    expect([...lists].sort()).to.deep.equal([false, true]);
  });

  it('lists invoices newest first, by their ids, status and currency, page by page', async () => {
    for (const parameters of [COIN, FIAT, { asset: 'USDT', amount: '1' }]) await made(parameters);
    const [third, second, first] = world.simulator.invoices().map(({ id }) => id);
    await world.simulator.pay(String(first));
    const ids = async (parameters: object) => (await items(parameters)).map(({ invoice_id }) => invoice_id);
    expect(await ids({})).to.deep.equal([third, second, first]);
    expect(await ids({ offset: 1, count: 1 })).to.deep.equal([second]);
    expect(await ids({ invoice_ids: `${first},${third}` })).to.deep.equal([third, first]);
    expect(await ids({ status: 'active' })).to.deep.equal([third, second]);
    expect(await ids({ status: 'paid' })).to.deep.equal([first]);
    expect(await ids({ fiat: 'RUB' })).to.deep.equal([second]);
    expect(await world.call('getInvoices', { count: 1001 })).to.deep.equal(refused(400, 'COUNT_INVALID'));
    expect(await world.call('getInvoices', { offset: -1 })).to.deep.equal(refused(400, 'OFFSET_INVALID'));
  });

  it('forgets a deleted invoice, and deletes none that is paid', async () => {
    await made();
    await made();
    const [paid, open] = world.simulator.invoices().map(({ id }) => id);
    await world.simulator.pay(String(paid));
    expect(await result('deleteInvoice', { invoice_id: open })).to.equal(true);
    expect(await world.call('deleteInvoice', { invoice_id: open })).to.deep.equal(refused(400, 'INVOICE_NOT_FOUND'));
    expect(await world.call('deleteInvoice', { invoice_id: paid })).to.deep.equal(refused(400, 'INVOICE_NOT_FOUND'));
    expect(await items()).to.have.lengthOf(1);
  });

  it('says of a fiat invoice what it was paid in, and of every one what it cost', async () => {
    await made({ ...FIAT, accepted_assets: 'TON,USDT' });
    const id = String(world.simulator.invoices()[0]?.id);
    await world.simulator.pay(id, { asset: 'USDT' });
    const [invoice] = await items();
    expect(invoice).to.include({ status: 'paid', paid_asset: 'USDT', fee_asset: 'USDT', is_swapped: false });
    expect([invoice?.paid_amount, invoice?.fee_amount].map(String)).to.deep.equal(['6.25', '0.0625']);
  });

  it('transfers under a key once, and lists what it sent', async () => {
    expect(await result('transfer', { ...TRANSFER, comment: 'Refund' })).to.include({ spend_id: 'r-1', user_id: 1001, asset: 'USDT', status: 'completed' });
    expect(await world.call('transfer', TRANSFER)).to.deep.equal(refused(400, 'SPEND_ID_ALREADY_USED'));
    await world.call('transfer', { ...TRANSFER, spend_id: 'r-2', asset: 'TON' });
    const sent = async (parameters: object) => {
      const list = (await result('getTransfers', parameters)) as { items: { spend_id: string }[] } | { spend_id: string }[];
      return (Array.isArray(list) ? list : list.items).map(({ spend_id }) => spend_id);
    };
    expect(await sent({})).to.deep.equal(['r-2', 'r-1']);
    expect(await sent({ spend_id: 'r-1' })).to.deep.equal(['r-1']);
    expect(await sent({ asset: 'TON' })).to.deep.equal(['r-2']);
  });

  for (const [change, name] of [
    [{ user_id: 'vera' }, 'USER_ID_INVALID'],
    [{ asset: 'DOGE' }, 'ASSET_INVALID'],
    [{ amount: 'all' }, 'AMOUNT_INVALID'],
    [{ amount: '0.99' }, 'AMOUNT_INVALID'],
    [{ amount: '25001' }, 'AMOUNT_INVALID'],
    [{ amount: '1001' }, 'NOT_ENOUGH_COINS'],
    [{ spend_id: '' }, 'SPEND_ID_INVALID'],
    [{ spend_id: 'x'.repeat(65) }, 'SPEND_ID_INVALID'],
    [{ comment: 'x'.repeat(1025) }, 'COMMENT_INVALID'],
  ] as const) {
    it(`refuses a transfer with ${JSON.stringify(change).slice(0, 60)}`, async () => {
      expect(await world.call('transfer', { ...TRANSFER, ...change })).to.deep.equal(refused(400, name));
      expect(world.simulator.transfers()).to.deep.equal([]);
    });
  }

  it('holds what was paid, less its fee and less what it sent', async () => {
    await made({ asset: 'USDT', amount: '100' });
    await world.simulator.pay(String(world.simulator.invoices()[0]?.id));
    await world.call('transfer', TRANSFER);
    expect((await world.gateway.ping()).balances).to.deep.include({ amount: '1089', currency: 'USDT' });
  });

  it('knows no method that it has not', async () => {
    expect(await world.call('createCheck')).to.deep.equal(refused(405, 'METHOD_NOT_FOUND'));
  });

  it('as the test network has a coin and a bot of its own', async () => {
    const testnet = await openCryptobotWorld({ provider: { testnet: true } });
    try {
      expect((await testnet.call('createInvoice', { asset: 'JET', amount: '1' })).status).to.equal(200);
      expect(await testnet.gateway.ping()).to.include({ detail: 'answers for CryptoTestnetBot' });
    } finally {
      await testnet.close();
    }
  });
});
