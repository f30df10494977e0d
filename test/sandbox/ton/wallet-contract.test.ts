import { beginCell, Cell, external, internal, loadMessage, SendMode, storeMessage, storeOutList } from '@ton/core';
import { sign } from '@ton/crypto';
import { expect } from 'chai';
import { SANDBOX_WALLET } from '#sandbox/ton/sandbox-wallet.js';
import { ChainStand, exitCode, SELLER, TON } from './chain-stand.js';
import { Signer } from './ton-stand.js';

const SAFE = (SendMode.PAY_GAS_SEPARATELY | SendMode.IGNORE_ERRORS) as SendMode;

describe('the V5R1 wallet on the sandbox chain', () => {
  let stand: ChainStand;

  beforeEach(async () => {
    stand = await ChainStand.start();
  });

  afterEach(() => stand.world.close());

  it('carries a payment in the next block, with the fees a real wallet pays', async () => {
    const boc = stand.signed();
    expect(await stand.send(boc)).to.deep.equal({ status: 200, json: { ok: true, result: { '@type': 'ok' } } });
    expect(await stand.transactions()).to.deep.equal([]);

    stand.world.tick();
    const [transaction] = await stand.transactions();
    const body = loadMessage(Cell.fromBase64(boc).beginParse()).body;
    expect(transaction?.in_msg).to.deep.nested.include({ 'message_content.hash': body.hash().toString('base64'), source: null });
    expect(transaction?.description).to.deep.nested.include({ aborted: false, 'action.skipped_actions': 0 });
    const [out] = transaction?.out_msgs ?? [];
    expect(out).to.deep.nested.include({
      destination: SELLER.toRawString().toUpperCase(),
      value: TON.toString(),
      bounced: false,
      'message_content.decoded.comment': 'Ref#one',
      'message_content.hash': beginCell().storeUint(0, 32).storeStringTail('Ref#one').endCell().hash().toString('base64'),
    });
    const fee = 1000n * TON - TON - stand.ton.balance();
    expect(fee).to.equal(BigInt(transaction?.total_fees ?? 0) + BigInt(out?.fwd_fee ?? 0));
    expect(Number(fee)).to.be.within(5_500_000, 6_000_000);
    const method = await stand.post('/api/v2/runGetMethod', { address: stand.ton.walletAddress, method: 'seqno', stack: [] });
    expect(method.json['result']).to.deep.include({ exit_code: 0, stack: [['num', '0x1']] });
  });

  it('costs about 0.003 TON once the wallet is deployed', async () => {
    await stand.pay();
    const before = stand.ton.balance();
    await stand.pay();
    expect(before - stand.ton.balance() - TON).to.equal(3_000_000n);
  });

  it('refuses the same bytes after they ran, and runs them once when sent twice before', async () => {
    const boc = stand.signed();
    await stand.send(boc);
    expect((await stand.send(boc)).json).to.deep.include({ ok: true });
    stand.world.tick();
    const again = await stand.send(boc);
    expect(again.status).to.equal(500);
    expect(again.json['error']).to.match(/^LITE_SERVER_UNKNOWN: cannot apply external message to current state : External message was not accepted/);
    expect(exitCode(again)).to.equal('133');
    expect(stand.ton.transfers()).to.have.length(1);
  });

  it('runs one of two payments signed with the same seqno, never both', async () => {
    await stand.send(stand.signed({ body: 'Ref#one' }));
    expect((await stand.send(stand.signed({ body: 'Ref#two' }))).status).to.equal(200);
    stand.world.tick();
    expect(stand.paidComments()).to.deep.equal(['Ref#one']);
    expect(exitCode(await stand.send(stand.signed({ seqno: 0, body: 'Ref#three' })))).to.equal('133');
    expect(stand.ton.transfers()).to.have.length(1);
  });

  it('refuses what is past its valid_until by chain time, also when it expires on the way', async () => {
    expect(exitCode(await stand.send(stand.signed({ validUntil: stand.world.second })))).to.equal('136');
    expect((await stand.send(stand.signed({ validUntil: stand.world.second + 1 }))).status).to.equal(200);
    stand.world.tick(5);
    expect(stand.ton.transfers()).to.deep.equal([]);
    expect(stand.ton.seqno()).to.equal(0);
  });

  it('burns the seqno without paying when mode 3 meets a short balance', async () => {
    await stand.pay();
    stand.ton.setBalance(TON / 2n);
    await stand.send(stand.signed({ nano: TON }));
    stand.world.tick();
    const [newest] = await stand.transactions('&limit=1');
    expect(newest?.out_msgs).to.deep.equal([]);
    expect(newest?.description).to.deep.nested.include({ aborted: false, 'action.success': true, 'action.skipped_actions': 1 });
    expect(stand.ton.seqno()).to.equal(2);
    expect(stand.ton.balance()).to.equal(TON / 2n - 2_600_000n);
    expect(stand.ton.transfers()).to.have.length(1);
  });

  it('does not even begin without money for gas', async () => {
    stand.ton.setBalance(1_000n);
    const answer = await stand.send(stand.signed());
    expect(answer.json['error']).to.contain('before smart-contract execution');
    expect(stand.ton.balance()).to.equal(1_000n);
  });

  it('refuses a wrong signature, a foreign account, a missing or wrong init and rubbish', async () => {
    const stranger = Signer.stranger();
    expect((await stand.send(stranger.sign(stand.payment(), stand.owner.address))).json['error']).to.contain('before smart-contract execution');
    expect((await stand.send(stranger.sign(stand.payment()))).json['error']).to.contain('Failed to unpack account state');
    expect((await stand.send(stand.signed({ withInit: false }))).json['error']).to.contain('before smart-contract execution');
    await stand.pay();
    expect(exitCode(await stand.send(stranger.sign(stand.payment({ withInit: false }), stand.owner.address)))).to.equal('135');
    expect(exitCode(await stand.send(stand.signed({ seqno: 7 })))).to.equal('133');
    expect((await stand.send('rubbish')).json['error']).to.contain('cannot deserialize bag-of-cells');
    expect(await stand.send('')).to.deep.equal({ status: 422, json: { ok: false, error: 'empty boc', code: 422 } });
    expect(stand.ton.transfers()).to.have.length(1);
  });

  it('refuses the wallet id of another network, and a mode that does not ignore errors', async () => {
    await stand.pay();
    expect(exitCode(await stand.send(rawOrder(stand, { walletId: 2147483645, mode: SAFE })))).to.equal('134');
    expect(exitCode(await stand.send(rawOrder(stand, { walletId: 2147483409, mode: SendMode.PAY_GAS_SEPARATELY })))).to.equal('137');
    await stand.send(rawOrder(stand, { walletId: 2147483409, mode: SAFE }));
    stand.world.tick();
    expect(stand.paidComments()).to.deep.equal(['Ref#one', 'Ref#raw']);
  });

  it('lets a stranger who holds the phrase take the seqno before a waiting payment', async () => {
    await stand.pay();
    await stand.send(stand.signed({ body: 'Ref#mine' }));
    await stand.post('/foreign-transfer');
    stand.world.tick();
    expect(stand.ton.seqno()).to.equal(2);
    expect(stand.paidComments()).to.deep.equal(['Ref#one', 'not yours']);
  });
});

interface RawOrder {
  readonly walletId: number;
  readonly mode: SendMode;
}

/** A V5R1 order put together by hand, for what the wallet library would not sign. */
function rawOrder(stand: ChainStand, { walletId, mode }: RawOrder): string {
  const { owner, world, ton } = stand;
  const action = { type: 'sendMsg', mode, outMsg: internal({ to: SELLER, value: TON, body: 'Ref#raw' }) } as const;
  const order = beginCell()
    .storeUint(0x7369676e, 32)
    .storeUint(walletId, 32)
    .storeUint(world.second + 60, 32)
    .storeUint(ton.seqno(), 32)
    .storeMaybeRef(beginCell().store(storeOutList([action])).endCell())
    .storeBit(0);
  const body = beginCell().storeBuilder(order).storeBuffer(sign(order.endCell().hash(), owner.secretKey)).endCell();
  return beginCell().store(storeMessage(external({ to: owner.address, body }))).endCell().toBoc().toString('base64');
}

describe('the V4R2 wallet on the sandbox chain', () => {
  it('burns gas and keeps the seqno when mode 1 meets too little money, and the same bytes pay later', async () => {
    const stand = await ChainStand.start({ ...SANDBOX_WALLET, version: 'v4r2' });
    const { ton, world } = stand;
    try {
      ton.setBalance(TON / 2n);
      const boc = stand.signed({ mode: SendMode.PAY_GAS_SEPARATELY, validUntil: world.second + 600 });
      await stand.send(boc);
      world.tick();
      expect(ton.seqno()).to.equal(0);
      expect(ton.balance() < TON / 2n).to.equal(true);
      expect((await stand.transactions())[0]?.description).to.deep.nested.include({ aborted: true, 'action.success': false });

      ton.setBalance(2n * TON);
      await stand.send(boc);
      world.tick();
      expect(ton.transfers().map(({ comment, amountNano }) => [comment, amountNano])).to.deep.equal([['Ref#one', TON]]);
      expect(exitCode(await stand.send(boc))).to.equal('33');
      expect(exitCode(await stand.send(stand.signed({ validUntil: world.second })))).to.equal('36');
      const forged = Signer.stranger('v4r2').sign(stand.payment(), stand.owner.address);
      expect(exitCode(await stand.send(forged))).to.equal('35');
    } finally {
      await world.close();
    }
  });
});
