import { expect } from 'chai';
import { FragmentSimulator } from '#sandbox/fragment/fragment-simulator.js';
import { TonSimulator } from '#sandbox/ton/ton-simulator.js';
import type { Browser, Json } from './browser.js';
import { MarketStand, noteIn, orderIn } from './market-stand.js';

describe('buying at the sandbox star market', () => {
  let stand: MarketStand;
  let shop: Browser;

  beforeEach(async () => {
    stand = await MarketStand.start();
    shop = stand.shop;
  });

  afterEach(() => stand.world.close());

  const state = (): Promise<Json> => shop.call('updateStarsBuyState', { mode: 'new', lv: 'false', dh: '1' });

  describe('a purchase', () => {
    it('names exactly one payment: the price, the wallet of the session, the stars and a reference', async () => {
      const { req_id, amount } = await stand.init('alice', 50);
      const link = await stand.link(req_id);
      expect(link).to.deep.include({ ok: true, confirm_method: 'confirmReq', confirm_params: { id: req_id } });
      expect(link['transaction']).to.deep.include({ from: stand.ton.rawWalletAddress, validUntil: stand.world.second + 300 });
      const order = orderIn(link);
      expect(order.nano).to.equal(BigInt(String(amount).replace('0.', '').padEnd(9, '0')));
      expect(noteIn(order)).to.match(/^50 Telegram Stars \n\nRef#\w{9}$/);
    });

    it('is credited when the chain carried the payment and the buyer handed the message in', async () => {
      const { req_id } = await stand.init('alice', 50);
      const boc = stand.sign(orderIn(await stand.link(req_id)));
      expect(await state()).to.deep.include({ mode: 'new', need_update: false });
      await stand.pay(boc);
      expect(await state()).to.deep.include({ mode: 'processing', need_update: true });
      expect(stand.market.deliveries()).to.deep.equal([]);
      expect(await stand.confirm(req_id, boc)).to.deep.equal({ ok: true });
      expect(await state()).to.deep.include({ mode: 'done', need_update: false });
      const [delivery, ...more] = stand.market.deliveries();
      expect(more).to.deep.equal([]);
      expect(delivery).to.deep.include({ recipient: 'alice', stars: 50, txHash: stand.ton.transfers()[0]?.txHash });
      const history = (await shop.ask('/stars/history?sort=desc'))['h'];
      expect(history).to.contain('@alice').and.to.contain('tm-value">50<').and.to.match(/datetime="2026-[^"]+\+00:00"/);
      expect((await (await stand.guest()).ask('/stars/history'))['h']).not.to.contain('@alice');
    });

    it('may be told to the market before the chain carried it', async () => {
      const { req_id } = await stand.init('alice', 50);
      const boc = stand.sign(orderIn(await stand.link(req_id)));
      await stand.confirm(req_id, boc);
      expect(stand.market.deliveries()).to.deep.equal([]);
      await stand.pay(boc);
      expect(stand.market.deliveries()).to.have.length(1);
    });

    it('is credited once for its reference: a second payment of it goes astray', async () => {
      const { req_id } = await stand.init('alice', 50);
      const order = orderIn(await stand.link(req_id));
      const boc = stand.sign(order);
      await stand.confirm(req_id, boc);
      await stand.pay(boc);
      await stand.pay(stand.sign(order));
      await stand.confirm(req_id, boc);
      expect(stand.ton.transfers()).to.have.length(2);
      expect(stand.market.deliveries()).to.have.length(1);
      expect(stand.market.strayPayments()).to.have.length(1);
    });

    it('is not credited for another amount, nor for an unknown reference', async () => {
      const { req_id } = await stand.init('alice', 50);
      const order = orderIn(await stand.link(req_id));
      const boc = stand.sign(order);
      await stand.confirm(req_id, boc);
      await stand.pay(stand.sign({ ...order, nano: order.nano - 1n }));
      expect(stand.market.deliveries()).to.deep.equal([]);
      expect(stand.market.strayPayments()).to.have.length(1);
    });

    it('takes no confirmation but a message signed by the wallet that pays this very reference', async () => {
      const { req_id } = await stand.init('alice', 50);
      const order = orderIn(await stand.link(req_id));
      const other = orderIn(await stand.link((await stand.init('alice', 50))['req_id']));
      expect(await stand.confirm(req_id, 'rubbish')).to.deep.equal({ error: 'Bad request' });
      expect(await stand.confirm(req_id, stand.sign(other))).to.deep.equal({ error: 'Bad request' });
      expect(await stand.confirm('unknown', stand.sign(order))).to.deep.equal({ error: 'Bad request' });
    });

    it('needs no confirmation when the market is set so', async () => {
      await stand.control('/confirmation', { required: false });
      const { req_id } = await stand.init('bob', 100);
      await stand.pay(stand.sign(orderIn(await stand.link(req_id))));
      expect(stand.market.deliveries().map(({ recipient }) => recipient)).to.deep.equal(['bob']);
    });

    it('survives a restart with the session dead and the payment still on its way', async () => {
      const first = await stand.init('alice', 50);
      const paid = stand.sign(orderIn(await stand.link(first['req_id'])));
      await stand.confirm(first['req_id'], paid);
      await stand.pay(paid);
      stand.market.logout();
      const saved: unknown = JSON.parse(JSON.stringify({ ton: stand.ton.snapshot(), market: stand.market.snapshot() }));
      const { context } = stand.world;
      const ton = await TonSimulator.create(context);
      const market = new FragmentSimulator(context, ton);
      const states = saved as { ton: unknown; market: unknown };
      ton.restore(states.ton);
      market.restore(states.market);
      expect(market.snapshot()).to.deep.equal(states.market);
      expect(market.deliveries()).to.deep.equal(stand.market.deliveries()).and.to.have.length(1);
      market.reset();
      expect(market.deliveries()).to.deep.equal([]);
      expect(market.initialCookies).to.equal(stand.market.initialCookies);
    });
  });

  describe('its faults', () => {
    it('failing puts a page in front of everything', async () => {
      stand.world.breakDown('fragment', 'failing', 1);
      const answer = await shop.open();
      expect(answer.status).to.equal(503);
      expect(answer.headers.get('content-type')).to.contain('text/html');
      expect((await shop.open()).status).to.equal(200);
    });

    it('silent takes the confirmation and cuts the line', async () => {
      const { req_id } = await stand.init('alice', 50);
      const boc = stand.sign(orderIn(await stand.link(req_id)));
      await stand.pay(boc);
      stand.world.breakDown('fragment', 'silent', 1);
      expect(await stand.confirm(req_id, boc).then(() => 'answered', () => 'cut')).to.equal('cut');
      expect(stand.market.deliveries()).to.have.length(1);
    });

    it('lying asks for more money, then words the note for fewer stars', async () => {
      stand.world.breakDown('fragment', 'lying', 2);
      const first = await stand.init('alice', 100);
      const more = orderIn(await stand.link(first['req_id']));
      expect(more.nano > BigInt(String(first['amount']).replace('0.', '').padEnd(9, '0'))).to.equal(true);
      const fewer = orderIn(await stand.link((await stand.init('alice', 100))['req_id']));
      expect(noteIn(fewer)).to.match(/^50 Telegram Stars/);
      const honest = orderIn(await stand.link((await stand.init('alice', 100))['req_id']));
      expect(noteIn(honest)).to.match(/^100 Telegram Stars/);
    });

    it('lying shows a paid purchase as done and credits nothing', async () => {
      const { req_id } = await stand.init('alice', 50);
      const boc = stand.sign(orderIn(await stand.link(req_id)));
      await stand.pay(boc);
      stand.world.breakDown('fragment', 'lying', 1);
      expect(await stand.confirm(req_id, boc)).to.deep.equal({ ok: true });
      expect(await state()).to.deep.include({ mode: 'done', need_update: false });
      expect(stand.market.deliveries()).to.deep.equal([]);
      expect((await shop.ask('/stars/history'))['h']).not.to.contain('@alice');
    });
  });
});
