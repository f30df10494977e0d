import { expect } from 'chai';
import { TonSimulator } from '#sandbox/ton/ton-simulator.js';
import { ChainStand, exitCode, SELLER, TON } from './chain-stand.js';
import { FIRST_SECOND } from './ton-stand.js';

describe('the sandbox chain', () => {
  let stand: ChainStand;

  beforeEach(async () => {
    stand = await ChainStand.start();
  });

  afterEach(() => stand.world.close());

  it('begins with 1000 TON in a wallet that is not deployed yet', async () => {
    const { json } = await stand.get(`/api/v2/getAddressInformation?address=${stand.ton.walletAddress}`);
    expect(json).to.deep.include({ ok: true });
    expect(json['result']).to.deep.include({ balance: '1000000000000', state: 'uninitialized', sync_utime: FIRST_SECOND });
    const method = await stand.post('/api/v2/runGetMethod', { address: stand.ton.walletAddress, method: 'seqno', stack: [] });
    expect(method.json['result']).to.deep.include({ exit_code: -13 });
    expect(stand.ton.walletAddress).to.match(/^UQ/);
  });

  it('lists transactions by time, newest first unless asked otherwise', async () => {
    for (const body of ['Ref#1', 'Ref#2', 'Ref#3']) await stand.pay(body);
    const comments = async (query: string): Promise<string[]> =>
      (await stand.transactions(query)).map(({ out_msgs }) => out_msgs[0]?.message_content.decoded.comment ?? '');
    expect(await comments('')).to.deep.equal(['Ref#3', 'Ref#2', 'Ref#1']);
    expect(await comments('&sort=asc&limit=2')).to.deep.equal(['Ref#1', 'Ref#2']);
    expect(await comments('&limit=1&offset=1')).to.deep.equal(['Ref#2']);
    expect(await comments(`&start_utime=${FIRST_SECOND + 2}`)).to.deep.equal(['Ref#3', 'Ref#2']);
    expect((await stand.get(`/api/v3/transactions?account=${SELLER.toRawString()}`)).json['transactions']).to.deep.equal([]);
  });

  it('reads from an old block when the node lags, and still sends to the newest', async () => {
    await stand.pay();
    await stand.post('/lag', { seconds: 30 });
    expect(await stand.transactions()).to.deep.equal([]);
    expect(((await stand.get('/api/v3/masterchainInfo')).json['last'] as Record<string, unknown>)['gen_utime']).to.equal(String(stand.world.second - 30));
    expect(exitCode(await stand.send(stand.signed({ seqno: 0 })))).to.equal('133');
    stand.world.tick(30);
    expect(await stand.transactions()).to.have.length(1);
  });

  it('failing does nothing and says so as toncenter does', async () => {
    stand.world.breakDown('ton', 'failing');
    expect(await stand.send(stand.signed())).to.deep.include({ status: 500 });
    expect(await stand.get('/api/v3/masterchainInfo')).to.deep.equal({ status: 429, json: { ok: false, result: 'Ratelimit exceed', code: 429 } });
    stand.world.faults.clear();
    stand.world.tick();
    expect(stand.ton.transfers()).to.deep.equal([]);
  });

  it('silent executes and drops the answer; reads go on and do not use the fault up', async () => {
    stand.world.breakDown('ton', 'silent', 1);
    expect((await stand.get('/api/v3/masterchainInfo')).status).to.equal(200);
    const failure = await stand.send(stand.signed()).then(() => 'answered', () => 'cut');
    expect(failure).to.equal('cut');
    stand.world.tick();
    expect(stand.ton.transfers()).to.have.length(1);
    expect((await stand.send(stand.signed())).status).to.equal(200);
  });

  it('lying says yes and forgets, once for each time it was armed', async () => {
    stand.world.breakDown('ton', 'lying', 1);
    const boc = stand.signed();
    expect((await stand.send(boc)).json).to.deep.include({ ok: true });
    stand.world.tick(60);
    expect(stand.ton.transfers()).to.deep.equal([]);
    await stand.send(boc);
    stand.world.tick();
    expect(stand.ton.transfers()).to.have.length(1);
  });

  it('survives a restart with a message still on its way, and begins anew on reset', async () => {
    await stand.pay();
    await stand.send(stand.signed({ body: 'Ref#late' }));
    const saved: unknown = JSON.parse(JSON.stringify(stand.ton.snapshot()));
    const reborn = await TonSimulator.create(stand.world.context);
    const heard: (string | undefined)[] = [];
    reborn.onTransfer(({ comment }) => heard.push(comment));
    reborn.restore(saved);
    stand.world.tick();
    expect(reborn.transfers().map(({ comment }) => comment)).to.deep.equal(['Ref#one', 'Ref#late']);
    expect(heard).to.deep.equal(['Ref#late']);
    expect(reborn.balance()).to.equal(stand.ton.balance());
    reborn.reset();
    expect(reborn.balance()).to.equal(1000n * TON);
    await reborn.stop();
  });

  it('tells its listeners within about a second of real time when nobody asks', async () => {
    const real = await TonSimulator.create({ ...stand.world.context, now: () => new Date() });
    const paid = new Promise<string | undefined>((resolve) => real.onTransfer(({ comment }) => resolve(comment)));
    const base = await stand.world.open(real);
    const boc = stand.owner.sign(stand.payment({ validUntil: Math.floor(Date.now() / 1000) + 60, seqno: 0 }));
    await fetch(`${base}/sandbox/ton/api/v2/sendBocReturnHash`, { method: 'POST', body: JSON.stringify({ boc }) });
    expect(await paid).to.equal('Ref#one');
    await real.stop();
  });
});
