import { Address } from '@ton/core';
import { expect } from 'chai';
import { ToncenterChain } from '#adapters/outbound/fragment/ton/chain.js';
import { OperatorNeeded, RetryLater } from '#use-cases/ports/providers/star-provider.js';
import {
  anHttpClient,
  CHAIN_TIME,
  failureOf,
  scripted,
  type ScriptedAnswer,
  type ScriptedRequest,
  type ScriptedServer,
  V5R1_ADDRESS,
} from './fixtures.js';

const ADDRESS = Address.parse(V5R1_ADDRESS);
const HASH = Buffer.alloc(32, 5);

const account = (overrides: object = {}): object => ({
  ok: true,
  result: {
    balance: '1500000000',
    state: 'active',
    sync_utime: CHAIN_TIME,
    block_id: { workchain: -1, shard: '-9223372036854775808', seqno: 700 },
    ...overrides,
  },
});
const seqno = (value: string, block = 700): object => ({
  ok: true,
  result: { exit_code: 0, stack: [['num', value]], block_id: { workchain: -1, seqno: block } },
});
const message = (overrides: object = {}): object => ({
  source: null,
  destination: ADDRESS.toRawString().toUpperCase(),
  value: null,
  bounced: false,
  message_content: { hash: HASH.toString('base64') },
  ...overrides,
});
const transaction = (overrides: object = {}): object => ({
  hash: HASH.toString('base64'),
  lt: '100',
  now: CHAIN_TIME,
  mc_block_seqno: 701,
  total_fees: '2300000',
  description: { aborted: false },
  in_msg: message(),
  out_msgs: [message({ source: ADDRESS.toRawString(), value: '5', fwd_fee: '3', bounce: true })],
  ...overrides,
});

describe('The chain, as toncenter shows it', () => {
  let server: ScriptedServer;
  let answers: Record<string, (request: ScriptedRequest) => ScriptedAnswer | undefined>;

  beforeEach(async () => {
    answers = {};
    server = await scripted((request) => answers[request.path]?.(request) ?? { status: 404, body: {} });
  });
  afterEach(() => server.close());

  const chain = (apiKey?: string): ToncenterChain => new ToncenterChain({ http: anHttpClient(), baseUrl: server.url, apiKey, rateLimitPauseMs: 1 });

  it('gives balance, seqno and the time of the block they were read at', async () => {
    answers['/v2/getAddressInformation'] = () => ({ body: account() });
    answers['/v2/runGetMethod'] = () => ({ body: seqno('0x2a') });
    const state = await chain('key-1').wallet(ADDRESS);
    expect({ ...state, balance: state.balance.toString() }).to.deep.equal({ balance: '1.5 TON', chainTime: CHAIN_TIME, block: 700, seqno: 42 });
    expect(server.requests.map((request) => request.headers['x-api-key'])).to.deep.equal(['key-1', 'key-1']);
    expect(JSON.parse(server.requests[1]?.body ?? '')).to.deep.equal({ address: V5R1_ADDRESS, method: 'seqno', stack: [] });
  });

  it('has seqno 0 for a wallet that was never used', async () => {
    answers['/v2/getAddressInformation'] = () => ({ body: account({ state: 'uninitialized', balance: 7 }) });
    const state = await chain().wallet(ADDRESS);
    expect(state.seqno).to.equal(0);
    expect(state.balance.minor).to.equal(7n);
    expect(server.requests).to.have.length(1);
  });

  it('does not date an old seqno with a newer time', async () => {
    answers['/v2/getAddressInformation'] = () => ({ body: account() });
    answers['/v2/runGetMethod'] = () => ({ body: seqno('0x2a', 699) });
    expect(await failureOf(chain().wallet(ADDRESS))).to.be.instanceOf(RetryLater).with.property('retryCause', 'stale-chain');
  });

  it('needs a person when the wallet is frozen', async () => {
    answers['/v2/getAddressInformation'] = () => ({ body: account({ state: 'frozen' }) });
    expect(await failureOf(chain().wallet(ADDRESS))).to.be.instanceOf(OperatorNeeded);
  });

  it('is asked again where too many calls were made, and given up after three', async () => {
    let refusals = 2;
    answers['/v3/masterchainInfo'] = () =>
      refusals-- > 0
        ? { status: 429, body: { ok: false, result: 'Ratelimit exceed', code: 429 } }
        : { body: { last: { seqno: 702, gen_utime: String(CHAIN_TIME) } } };
    expect(await chain().indexed()).to.deep.equal({ chainTime: CHAIN_TIME, block: 702 });
    refusals = 3;
    expect(await failureOf(chain().indexed())).to.be.instanceOf(RetryLater).with.property('retryCause', 'rate-limit');
  });

  const useless: readonly (readonly [string, () => ScriptedAnswer | undefined])[] = [
    ['an error', () => ({ status: 500, body: { ok: false, error: 'LITE_SERVER_NETWORK' } })],
    ['a page', () => ({ body: '<html>' })],
    ['another form', () => ({ body: account({ sync_utime: undefined }) })],
    ['a negative balance', () => ({ body: account({ balance: '-1' }) })],
    ['nothing', () => undefined],
  ];
  for (const [what, answer] of useless) {
    it(`says nothing when it answers with ${what}`, async () => {
      answers['/v2/getAddressInformation'] = answer;
      expect(await failureOf(chain().wallet(ADDRESS))).to.be.instanceOf(RetryLater);
    });
  }

  it('lists the transactions of the wallet in one spelling of addresses and hashes', async () => {
    answers['/v3/transactions'] = () => ({ body: { transactions: [transaction()] } });
    const [read] = await chain().transactionsSince(ADDRESS, CHAIN_TIME - 120);
    expect(read).to.deep.equal({
      hash: HASH.toString('hex'),
      lt: 100n,
      time: CHAIN_TIME,
      block: 701,
      fees: 2_300_000n,
      aborted: false,
      source: undefined,
      bodyHash: HASH.toString('hex'),
      bounced: false,
      out: [{ destination: ADDRESS.toRawString(), nano: 5n, forwardFee: 3n, bounceable: true, bodyHash: HASH.toString('hex') }],
    });
    expect(Object.fromEntries(server.requests[0]?.query ?? [])).to.include({ account: V5R1_ADDRESS, start_utime: String(CHAIN_TIME - 120), sort: 'desc' });
  });

  it('says nothing of transactions with an address that is none', async () => {
    answers['/v3/transactions'] = () => ({ body: { transactions: [transaction({ in_msg: message({ source: '0:constructor' }) })] } });
    expect(await failureOf(chain().transactionsSince(ADDRESS, CHAIN_TIME))).to.be.instanceOf(RetryLater);
  });

  it('leaves out what is only foreseen', async () => {
    answers['/v3/transactions'] = () => ({ body: { transactions: [transaction({ emulated: true }), transaction({ mc_block_seqno: null })] } });
    expect(await chain().transactionsSince(ADDRESS, CHAIN_TIME)).to.deep.equal([]);
  });

  it('is read to the end, and not believed when there is no end', async () => {
    const page = Array.from({ length: 100 }, () => transaction());
    answers['/v3/transactions'] = (request) => ({ body: { transactions: request.query.get('offset') === '200' ? [transaction()] : page } });
    expect(await chain().transactionsSince(ADDRESS, CHAIN_TIME)).to.have.length(201);
    answers['/v3/transactions'] = () => ({ body: { transactions: page } });
    expect(await failureOf(chain().transactionsSince(ADDRESS, CHAIN_TIME))).to.be.instanceOf(RetryLater);
  });

  it('takes a message or refuses it', async () => {
    answers['/v2/sendBoc'] = () => ({ body: { ok: true, result: { '@type': 'ok' } } });
    expect(await chain().broadcast('te6cc')).to.equal('taken');
    expect(JSON.parse(server.requests[0]?.body ?? '')).to.deep.equal({ boc: 'te6cc' });
    answers['/v2/sendBoc'] = () => ({ status: 500, body: { ok: false, error: 'cannot apply external message', code: 500 } });
    expect(await chain().broadcast('te6cc')).to.equal('refused');
  });
});
