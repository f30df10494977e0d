import { inspect } from 'node:util';
import { Address, Cell, contractAddress, loadMessage, loadMessageRelaxed, loadOutList, loadStateInit } from '@ton/core';
import { mnemonicNew, mnemonicToPrivateKey, sha256_sync, signVerify } from '@ton/crypto';
import { expect } from 'chai';
import { InvalidSeedPhrase, normalisedHash, openWallet, type Transfer, WalletMismatch } from '#adapters/outbound/fragment/ton/wallet.js';
import { aPayload, aWallet, CHAIN_TIME, DESTINATION, failureOf, SEED_PHRASE, V4R2_ADDRESS, V5R1_ADDRESS } from './fixtures.js';

const payload = Cell.fromBase64(aPayload('50 Telegram Stars \n\nRef#aBc123'));
const transfer = (overrides: Partial<Transfer> = {}): Transfer => ({
  destination: DESTINATION,
  bounce: true,
  nano: 456_100_000n,
  payload,
  seqno: 7,
  validUntil: CHAIN_TIME + 120,
  ...overrides,
});

const bodyOf = (boc: string): Cell => loadMessage(Cell.fromBase64(boc).beginParse()).body;

async function publicKey(): Promise<Buffer> {
  return (await mnemonicToPrivateKey(SEED_PHRASE.split(' '))).publicKey;
}

describe('The wallet that pays Fragment', () => {
  it('has another address in each version of its contract', async () => {
    expect((await aWallet('v5r1')).friendly).to.equal(V5R1_ADDRESS);
    expect((await aWallet('v4r2')).friendly).to.equal(V4R2_ADDRESS);
  });

  it('takes its expected address in any form, and its phrase in any case and spacing', async () => {
    const expectedAddress = Address.parse(V5R1_ADDRESS).toRawString();
    const wallet = await openWallet({ seedPhrase: `  ${SEED_PHRASE.toUpperCase().replaceAll(' ', '\n ')} `, version: 'v5r1', expectedAddress });
    expect(wallet.friendly).to.equal(V5R1_ADDRESS);
  });

  it('is not opened by words that are no seed phrase, and the refusal does not repeat them', async () => {
    const wrong = SEED_PHRASE.replace('solution', 'flavor');
    for (const seedPhrase of [wrong, 'one two three', '', `${SEED_PHRASE} flavor`]) {
      const failure = await failureOf(openWallet({ seedPhrase, version: 'v5r1', expectedAddress: V5R1_ADDRESS }));
      expect(failure).to.be.instanceOf(InvalidSeedPhrase);
      expect(inspect(failure)).not.to.include('bulb').and.not.include('two three');
    }
  });

  it('is not opened at an address that is not its own', async () => {
    const foreign = (await mnemonicNew(24)).join(' ');
    expect(await failureOf(openWallet({ seedPhrase: foreign, version: 'v5r1', expectedAddress: V5R1_ADDRESS }))).to.be.instanceOf(WalletMismatch);
    const failure = await failureOf(openWallet({ seedPhrase: SEED_PHRASE, version: 'v5r1', expectedAddress: V4R2_ADDRESS }));
    expect(failure).to.be.instanceOf(WalletMismatch);
    expect(failure.message).to.include('FRAGMENT_WALLET_VERSION=v4r2').and.not.include('bulb');
  });

  it('signs the same payment into the same bytes, and another one into others', async () => {
    const wallet = await aWallet();
    const first = wallet.sign(transfer());
    expect((await aWallet()).sign(transfer())).to.deep.equal(first);
    for (const other of [transfer({ seqno: 8 }), transfer({ validUntil: CHAIN_TIME + 121 }), transfer({ nano: 1n }), transfer({ bounce: false })]) {
      expect(wallet.sign(other).bodyHash).not.to.equal(first.bodyHash);
    }
  });

  it('signs for version 5 exactly what was ordered', async () => {
    const signed = (await aWallet('v5r1')).sign(transfer());
    const message = loadMessage(Cell.fromBase64(signed.boc).beginParse());
    expect(message.info.type).to.equal('external-in');
    expect(message.info.dest?.toString()).to.equal(Address.parse(V5R1_ADDRESS).toString());
    expect(message.init).to.equal(null);
    const slice = message.body.beginParse();
    const unsigned = message.body.beginParse();
    expect([slice.loadUint(32), slice.loadUint(32), slice.loadUint(32), slice.loadUint(32)]).to.deep.equal([0x7369676e, 2147483409, CHAIN_TIME + 120, 7]);
    const actions = loadOutList(slice.loadMaybeRef()?.beginParse() ?? slice);
    const [action, ...more] = actions;
    expect(more).to.deep.equal([]);
    if (action?.type !== 'sendMsg') throw new Error('no message is sent');
    expect(action.mode).to.equal(3);
    expectPayment(action.outMsg);
    const signature = unsigned.clone().skip(unsigned.remainingBits - 512).loadBuffer(64);
    const signedPart = withoutLastBits(message.body, 512);
    expect(signVerify(signedPart.hash(), signature, await publicKey())).to.equal(true);
  });

  it('signs for version 4 exactly what was ordered', async () => {
    const signed = (await aWallet('v4r2')).sign(transfer());
    const slice = bodyOf(signed.boc).beginParse();
    const signature = slice.loadBuffer(64);
    expect(signVerify(slice.asCell().hash(), signature, await publicKey())).to.equal(true);
    const fields = [slice.loadUint(32), slice.loadUint(32), slice.loadUint(32), slice.loadUint(8), slice.loadUint(8)];
    expect(fields).to.deep.equal([698983191, CHAIN_TIME + 120, 7, 0, 3]);
    expectPayment(loadMessageRelaxed(slice.loadRef().beginParse()));
  });

  it('brings its contract along in its first payment only, under the same name', async () => {
    const wallet = await aWallet();
    const first = wallet.sign(transfer({ seqno: 0 }));
    const message = loadMessage(Cell.fromBase64(first.boc).beginParse());
    if (!message.init) throw new Error('the contract is missing');
    expect(contractAddress(0, message.init).toString({ bounceable: false })).to.equal(V5R1_ADDRESS);
    expect(normalisedHash(wallet.address, message.body)).to.equal(first.normalisedHash);
    expect(first.bodyHash).to.equal(message.body.hash().toString('hex'));
  });

  it('proves itself to a site in the form of TON Connect', async () => {
    const wallet = await aWallet();
    const account = JSON.parse(wallet.account) as Record<string, string>;
    const init = loadStateInit(Cell.fromBase64(account['walletStateInit'] ?? '').beginParse());
    expect(contractAddress(0, init).toRawString()).to.equal(account['address']);
    expect(account).to.include({ chain: '-239', publicKey: (await publicKey()).toString('hex') });
    const proof = JSON.parse(wallet.prove({ challenge: 'feed42', domain: 'fragment.com', timestamp: CHAIN_TIME })) as Record<string, unknown>;
    expect(proof).to.deep.include({ timestamp: CHAIN_TIME, domain: { lengthBytes: 12, value: 'fragment.com' }, payload: 'feed42' });
    const time = Buffer.alloc(8);
    time.writeBigUInt64LE(BigInt(CHAIN_TIME));
    const head = [Buffer.from('ton-proof-item-v2/\0\0\0\0'), wallet.address.hash, Buffer.from([12, 0, 0, 0])];
    const item = Buffer.concat([...head, Buffer.from('fragment.com'), time, Buffer.from('feed42')]);
    const digest = sha256_sync(Buffer.concat([Buffer.from('ffff', 'hex'), Buffer.from('ton-connect'), sha256_sync(item)]));
    expect(signVerify(digest, Buffer.from(String(proof['signature']), 'base64'), await publicKey())).to.equal(true);
  });

  it('shows no key however it is printed', async () => {
    const wallet = await aWallet();
    const { secretKey } = await mnemonicToPrivateKey(SEED_PHRASE.split(' '));
    const printed = `${JSON.stringify(wallet)} ${inspect(wallet, { depth: 9, showHidden: true })} ${Object.values(wallet).map(String).join(' ')}`;
    expect(JSON.stringify(wallet)).to.equal(JSON.stringify({ address: V5R1_ADDRESS, version: 'v5r1' }));
    for (const secret of ['bulb', secretKey.toString('hex').slice(0, 32), secretKey.toString('base64').slice(0, 24), [...secretKey.subarray(0, 6)].join(', ')]) {
      expect(printed).not.to.include(secret);
    }
  });
});

function expectPayment(message: ReturnType<typeof loadMessageRelaxed>): void {
  if (message.info.type !== 'internal') throw new Error('not a payment');
  expect(message.info.dest.equals(DESTINATION)).to.equal(true);
  expect(message.info.value.coins).to.equal(456_100_000n);
  expect(message.info.bounce).to.equal(true);
  expect(message.body.equals(payload)).to.equal(true);
}

function withoutLastBits(cell: Cell, bits: number): Cell {
  return new Cell({ bits: cell.bits.substring(0, cell.bits.length - bits), refs: cell.refs });
}
