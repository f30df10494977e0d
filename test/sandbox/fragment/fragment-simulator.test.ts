import { expect } from 'chai';
import { Signer } from '../ton/ton-stand.js';
import { accountOf, type Browser, DEVICE, type Json, proofOf } from './browser.js';
import { MarketStand } from './market-stand.js';

describe('the sandbox star market', () => {
  let stand: MarketStand;
  let shop: Browser;

  beforeEach(async () => {
    stand = await MarketStand.start();
    shop = stand.shop;
  });

  afterEach(() => stand.world.close());

  const found = async (query: string): Promise<Json> => shop.call('searchStarsRecipient', { query, quantity: '' });

  describe('its pages', () => {
    it('show the hash with an escaped slash, the challenge, and who is logged in', async () => {
      expect(shop.page).to.match(/"apiUrl":"\\\/api\?hash=[0-9a-f]{18}"/);
      expect(shop.page).to.match(/"ton_proof":"[0-9a-f]{64}"/);
      expect(shop.page).to.contain('"logged_in":true').and.to.contain('My Assets');
      const stranger = await stand.guest();
      expect(stranger.page).to.contain('"logged_in":false').and.not.to.contain('/logout');
      expect(stranger.has('stel_ssid')).to.equal(true);
    });

    it('come as JSON to a script', async () => {
      const page = await shop.ask('/stars/buy');
      expect(page).to.have.all.keys('v', 'h', 's', 'j');
    });
  });

  describe('its interface', () => {
    it('refuses a hash of another session, and an unknown method', async () => {
      expect(await shop.call('updateStarsBuyState', {}, (await stand.guest()).hash)).to.deep.equal({ error: 'Bad request' });
      expect(await shop.call('sellStars')).to.deep.equal({ error: 'Invalid method' });
    });

    it('finds people in any spelling and says why not, in texts ready for a page', async () => {
      expect((await found('alice'))['found']).to.deep.include({ name: 'Alice Liddell', myself: false });
      expect((await found('@Some_Body9'))['found']).to.deep.include({ name: 'Some Body9' });
      expect((await found('hostile_name'))['found']).to.deep.include({ name: '&lt;b&gt;Bobby&lt;/b&gt; &amp; &quot;Tables&quot;' });
      expect(await found('nobody_here')).to.deep.equal({ error: 'No Telegram users found.' });
      expect(await found('abc')).to.deep.equal({ error: 'No Telegram users found.' });
      expect(await found('channel_news')).to.deep.equal({ error: 'Please enter a username assigned to a user.' });
      expect(await found('restricted_jo')).to.deep.equal({ error: 'You can&#39;t gift Telegram Stars to this account at this moment.' });
    });

    it('shows the price with a small fraction and grouped thousands', async () => {
      await stand.control('/price', { nanoPerStar: '4500000', drifts: false });
      const price = async (quantity: string): Promise<unknown> => (await shop.call('updateStarsPrices', { stars: '', quantity }))['cur_price'];
      expect(await price('50')).to.contain('icon-ton">0<span class="mini-frac">.225</span>').and.to.contain('&#036;0.75');
      expect(await price('500000')).to.contain('icon-ton">2,250</div>').and.to.contain('&#036;7,500.00');
    });

    it('moves the price a little with time, the same way every time', async () => {
      const price = async (): Promise<unknown> => (await shop.call('updateStarsPrices', { stars: '', quantity: '1000' }))['cur_price'];
      const first = await price();
      stand.world.tick(60);
      expect(await price()).not.to.equal(first);
      stand.world.tick(40 * 30 - 60);
      expect(await price()).to.equal(first);
    });

    it('asks for a look at the price before a request, and again when it moved', async () => {
      const fields = { recipient: await stand.recipient('alice'), quantity: '50', payment_method: 'ton' };
      const cold = { error: 'Price was changed. Please try again.' };
      expect(await shop.call('initBuyStarsRequest', fields)).to.deep.equal(cold);
      await shop.call('updateStarsBuyState', { mode: 'new' });
      await stand.control('/price', { nanoPerStar: '5000000', drifts: false });
      expect(await shop.call('initBuyStarsRequest', fields)).to.deep.equal(cold);
      await shop.call('updateStarsBuyState', { mode: 'new' });
      expect(await shop.call('initBuyStarsRequest', fields)).to.deep.include({ ok: true, amount: '0.25' });
    });

    it('denies a request without payment_method, and every purchase of a guest, who may still search', async () => {
      await shop.call('updateStarsBuyState', { mode: 'new' });
      const recipient = await stand.recipient('alice');
      expect(await shop.call('initBuyStarsRequest', { recipient, quantity: '50' })).to.deep.equal({ error: 'Access denied' });
      const stranger = await stand.guest();
      expect(await stranger.call('searchStarsRecipient', { query: 'alice' })).to.deep.include({ ok: true });
      const fields = { recipient, quantity: '50', payment_method: 'ton' };
      expect(await stranger.call('initBuyStarsRequest', fields)).to.deep.equal({ error: 'Access denied' });
    });

    it('sells from 50 to a million stars, to a recipient it named', async () => {
      await shop.call('updateStarsBuyState', { mode: 'new' });
      const buy = async (recipient: string, quantity: string): Promise<Json> =>
        shop.call('initBuyStarsRequest', { recipient, quantity, payment_method: 'ton' });
      const alice = await stand.recipient('alice');
      for (const quantity of ['49', '1000001', '50.5', 'many']) expect(await buy(alice, quantity)).to.deep.equal({ error: 'Invalid quantity' });
      expect(await buy('alice', '50')).to.deep.equal({ error: 'Recipient not found' });
    });
  });

  describe('its sessions', () => {
    it('end for good when the login dies, until the operator brings it back', async () => {
      stand.market.logout();
      expect(await shop.call('updateStarsBuyState')).to.deep.equal({ error: 'Bad request' });
      await shop.open();
      expect(shop.page).to.contain('"logged_in":false');
      expect(await shop.call('updateStarsBuyState')).to.deep.equal({ error: 'Session expired' });
      expect(await found('alice')).to.deep.include({ ok: true });
      await stand.control('/session', { state: 'valid' });
      await shop.open();
      expect(await shop.call('updateStarsBuyState')).to.deep.include({ ok: true, mode: 'new' });
    });

    it('may demand a verification just before the payment is named', async () => {
      await stand.control('/session', { state: 'need_verify' });
      await shop.open();
      const { req_id } = await stand.init('alice', 50);
      expect(await stand.link(req_id)).to.deep.equal({ error: 'Unknown error', need_verify: true });
    });

    it('connect a wallet by a proof of its owner, and by nothing less', async () => {
      await stand.control('/session', { state: 'need_ton' });
      await shop.open();
      expect(await stand.init('alice', 50)).to.deep.equal({ need_ton: true });
      const { owner, world } = stand;
      const host = new URL(stand.site).host;
      const good = proofOf(owner, shop.challenge, host, world.second);
      const refused = { ok: false, verified: false, error: 'Proof verification failed' };
      const prove = (proof: Json, account: Json = accountOf(owner)): Promise<Json> =>
        shop.call('checkTonProofAuth', { account: JSON.stringify(account), device: DEVICE, proof: JSON.stringify(proof) });
      const stranger = Signer.stranger();
      expect(await prove(proofOf(owner, 'another challenge', host, world.second)), 'challenge').to.deep.equal(refused);
      expect(await prove(proofOf(owner, shop.challenge, 'evil.example', world.second)), 'domain').to.deep.equal(refused);
      expect(await prove(proofOf(owner, shop.challenge, host, world.second - 3600)), 'age').to.deep.equal(refused);
      expect(await prove({ ...good, timestamp: world.second + 1 }), 'signature').to.deep.equal(refused);
      expect(await prove(good, { ...accountOf(owner), address: accountOf(stranger)['address'] }), 'address').to.deep.equal(refused);
      expect(await prove(good, { ...accountOf(owner), publicKey: accountOf(stranger)['publicKey'] }), 'key').to.deep.equal(refused);
      expect(await prove(good, { ...accountOf(owner), walletStateInit: accountOf(stranger)['walletStateInit'] }), 'init').to.deep.equal(refused);
      expect(await stand.init('alice', 50)).to.deep.equal({ need_ton: true });

      expect(await prove(good)).to.deep.equal({ ok: true, verified: true });
      expect(await stand.init('alice', 50)).to.deep.include({ ok: true });
    });
  });
});
