import { expect } from 'chai';
import { environment } from '#sandbox/wata/wata-simulator.js';
import { minutesAfter } from '../../builders/now.js';
import { openWataWorld, type WataWorld } from '../../contracts/payments/wata/wata-world.js';

const END = minutesAfter(60).toISOString();
const ORDER = `{"amount":10.50,"currency":"RUB","orderId":"order-1","expirationDateTime":"${END}"}`;
const [USUAL_AMOUNT, USUAL_CURRENCY] = ['10.50', '"RUB"'];

describe("Wata's stand-in towards a merchant", () => {
  let world: WataWorld;

  beforeEach(async () => {
    world = await openWataWorld();
  });
  afterEach(() => world.close());

  const made = async (body = ORDER) => (await world.call('/links', body)).body as { id: string };
  const wrongMembers = (body: unknown) => (body as { error: { validationErrors: { members: string[] }[] } }).error.validationErrors.flatMap(({ members }) => members);
  const codeOf = (body: unknown) => (body as { error: { code: string | null } }).error.code;
  const paid = async () => {
    const { id } = await made();
    const view = await world.simulator.pay(id);
    return { id, transaction: view?.transactions[0]?.id ?? '' };
  };

  it('turns away another token without a word, and tells everybody its public key', async () => {
    for (const headers of [{}, { authorization: 'Bearer another' }]) expect(await world.call('/links', ORDER, headers)).to.include({ status: 401, text: '' });
    expect(world.simulator.invoices()).to.deep.equal([]);
    const { status, body } = await world.call('/public-key', undefined, {});
    expect([status, (body as { value: string }).value]).to.satisfy(([code, value]: [number, string]) => code === 200 && value.startsWith('-----BEGIN PUBLIC KEY-----'));
  });

  it('makes a link that says what was asked, its amount a bare number with two places', async () => {
    const { text, body } = await world.call('/links', ORDER);
    expect(text).to.contain('"amount":10.50,');
    expect(body).to.include({ currency: 'RUB', orderId: 'order-1', status: 'Opened', type: 'OneTime', expirationDateTime: END, terminalPublicId: environment('').WATA_TERMINAL_ID });
  });

  it('makes another link each time: an order id is no key', async () => {
    expect((await made()).id).to.not.equal((await made()).id);
    const found = await world.call('/links?OrderId=order-1');
    expect(found.body).to.include({ totalCount: 2 });
  });

  for (const [field, body] of [
    ['amount', ORDER.replace(USUAL_AMOUNT, '"10.50"')],
    ['amount', ORDER.replace(USUAL_AMOUNT, '10.505')],
    ['amount', ORDER.replace(USUAL_AMOUNT, '1e2')],
    ['amount', ORDER.replace(USUAL_AMOUNT, '9.99')],
    ['amount', ORDER.replace(USUAL_AMOUNT, '1000000')],
    ['currency', ORDER.replace(USUAL_CURRENCY, '"TON"')],
    ['expirationDateTime', ORDER.replace(END, minutesAfter(10).toISOString())],
    ['expirationDateTime', ORDER.replace(END, minutesAfter(30 * 24 * 60 + 1).toISOString())],
    ['expirationDateTime', ORDER.replace(END, 'tomorrow')],
    ['orderId', ORDER.replace('"order-1"', '7')],
    ['type', ORDER.replace('{', '{"type":"Twice",')],
  ] as const) {
    it(`refuses ${body.slice(0, 60)}… for its ${field}`, async () => {
      const answer = await world.call('/links', body);
      expect([answer.status, wrongMembers(answer.body)]).to.deep.equal([400, [field]]);
    });
  }

  it('deletes a link when its time is over, paid or not, and keeps its transactions', async () => {
    const { id, transaction } = await paid();
    expect((await world.call(`/links/${id}`)).body).to.include({ status: 'Closed' });
    world.pass(3600);
    const gone = await world.call(`/links/${id}`);
    expect([gone.status, codeOf(gone.body)]).to.deep.equal([404, 'PL_1001']);
    expect((await world.call('/links?OrderId=order-1')).body).to.include({ totalCount: 0 });
    expect((await world.call(`/transactions/${transaction}`)).body).to.include({ status: 'Paid', orderId: 'order-1', paymentLinkId: id });
  });

  it('keeps a link open after a Declined attempt', async () => {
    const { id } = await made();
    await world.simulator.pay(id, { declined: 1, pending: true });
    expect((await world.call(`/links/${id}`)).body).to.include({ status: 'Opened' });
    const { body } = await world.call('/v2/transactions?OrderId=order-1');
    expect((body as { items: { status: string }[] }).items.map(({ status }) => status)).to.deep.equal(['Declined', 'Pending']);
  });

  it('begins its list anew when a part of the cursor is missing', async () => {
    const { id } = await made();
    await world.simulator.pay(id, { declined: 2 });
    const page = async (cursor: string) => (await world.call(`/v2/transactions?MaxResultCount=1${cursor}`)).body as Record<string, string> & { items: { id: string }[] };
    const first = await page('');
    const cursor = `&CursorId=${first.nextCursorId}&CursorAmount=10.50`;
    expect((await page(cursor)).items).to.deep.equal(first.items);
    expect((await page(`${cursor}&CursorDate=${first.nextCursorDate}`)).items[0]?.id).to.not.equal(first.items[0]?.id);
    expect((await world.call('/v2/transactions?MaxResultCount=1001')).status).to.equal(400);
  });

  it('refunds a part, then no more than the rest, one after another, and each call anew', async () => {
    const { transaction } = await paid();
    const refund = async (amount: string, id = transaction) => (await world.call('/transactions/refunds', `{"originalTransactionId":"${id}","amount":${amount}}`)).body;
    expect(await refund('4')).to.include({ originalTransactionId: transaction, transactionStatus: 'Pending', kind: 'Refund' });
    expect(codeOf(await refund('4'))).to.equal('TRA_1103');
    world.pass(5);
    for (const amount of ['6.51', '0', '-1']) expect(await refund(amount)).to.have.property('error');
    expect(await refund('6.5')).to.include({ transactionStatus: 'Pending' });
    expect(await refund('1', 'nobody')).to.have.property('error');
  });

  it('tells of a refund by itself when it is done', async () => {
    const { transaction } = await paid();
    await world.call('/transactions/refunds', `{"originalTransactionId":"${transaction}","amount":10.5}`);
    world.pass(5);
    await world.call(`/transactions/${transaction}`);
    await world.simulator.stop();
    const told = JSON.parse(Buffer.from(world.webhooks.at(-1)?.body ?? []).toString('utf8')) as object;
    expect(told).to.include({ kind: 'Refund', transactionStatus: 'Paid', originalTransactionId: transaction });
  });

  it('tells its balance of today and yesterday only', async () => {
    await paid();
    const [today, yesterday, before] = [0, 1, 2].map((days) => new Date(world.now().getTime() - days * 24 * 3_600_000).toISOString().slice(0, 10));
    expect((await world.call(`/finance/balance?Date=${today}`)).text).to.contain('"balance":10.19,');
    expect((await world.call(`/finance/balance?Date=${yesterday}`)).status).to.equal(200);
    expect((await world.call(`/finance/balance?Date=${before}`)).status).to.equal(400);
    expect((await world.call('/finance/balance')).status).to.equal(400);
  });

  it('lets one object be read once in 30 seconds; how long to wait stands in a header, or in words', async () => {
    const paced = await openWataWorld({ timing: { throttleMs: 30_000 } });
    try {
      const { id } = (await paced.call('/links', ORDER)).body as { id: string };
      const read = (path: string) => paced.call(path);
      expect([(await read(`/links/${id}`)).status, (await read('/links?OrderId=order-1')).status, (await read('/links?OrderId=order-2')).status]).to.deep.equal([200, 200, 200]);
      paced.pass(10);
      const [again, search] = [await read(`/links/${id}`), await read('/links?OrderId=order-1')];
      expect([again.status, again.headers.get('retry-after')]).to.deep.equal([429, '20']);
      expect([search.status, search.headers.get('retry-after')]).to.deep.equal([429, null]);
      expect(search.text).to.contain('retry after 20');
      paced.pass(20);
      expect((await read(`/links/${id}`)).status).to.equal(200);
    } finally {
      await paced.close();
    }
  });
});
