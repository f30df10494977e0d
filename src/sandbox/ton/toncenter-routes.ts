import type Router from '@koa/router';
import { Address } from '@ton/core';
import type { FaultBoard } from '#sandbox/kit/fault-board.js';
import { readJsonBody } from '#sandbox/kit/json-body.js';
import type { Chain } from './chain.js';
import type { AccountRecord, TransactionRecord } from './chain-records.js';
import { toncenterCall, ToncenterRefusal } from './toncenter-answers.js';
import { addressInformationWire, blockIdWire, blockWire, transactionWire } from './toncenter-wire.js';

const ROOT = '/sandbox/ton/api';
const DEFAULT_LIMIT = 10;
const MAXIMUM_LIMIT = 1000;
const NO_CODE_EXIT = -13;
const NO_SUCH_METHOD_EXIT = 11;
const GENESIS_SECOND = 1_573_822_385;

export interface ToncenterDeps {
  readonly chain: Chain;
  readonly faults: FaultBoard;
  /** Called after a message was taken, so that its block is made even when nobody looks. */
  readonly taken: () => void;
}

/** The part of toncenter's two interfaces that a shop with one wallet calls. Only the wallet of the sandbox has a history. */
export function addToncenterRoutes(router: Router, { chain, faults, taken }: ToncenterDeps): void {
  const send = (boc: unknown, lying: boolean): string => {
    if (typeof boc !== 'string' || boc === '') throw new ToncenterRefusal(422, 'empty boc');
    if (lying) return chain.inspect(boc);
    const { hash } = chain.accept(boc);
    taken();
    return hash;
  };
  router.post(
    `${ROOT}/v2/sendBoc`,
    toncenterCall(faults, 'send', async (context, fault) => {
      const { boc } = await readJsonBody(context);
      send(boc, fault === 'lying');
      return { ok: true, result: { '@type': 'ok' } };
    }),
  );
  router.post(
    `${ROOT}/v2/sendBocReturnHash`,
    toncenterCall(faults, 'send', async (context, fault) => {
      const { boc } = await readJsonBody(context);
      const hash = send(boc, fault === 'lying');
      return { ok: true, result: { '@type': 'raw.extMessageInfo', hash, hash_norm: hash } };
    }),
  );
  router.get(
    `${ROOT}/v2/getAddressInformation`,
    toncenterCall(faults, 'read', (context) => {
      const address = addressOf(context.query['address']);
      return { ok: true, result: addressInformationWire(accountAt(chain, address), chain.time) };
    }),
  );
  router.post(
    `${ROOT}/v2/runGetMethod`,
    toncenterCall(faults, 'read', async (context) => {
      const { address, method } = await readJsonBody(context);
      const account = accountAt(chain, addressOf(address));
      return { ok: true, result: getMethodWire(account, String(method), chain.time) };
    }),
  );
  router.get(
    `${ROOT}/v3/masterchainInfo`,
    toncenterCall(faults, 'read', () => ({ last: blockWire(chain.time), first: blockWire(GENESIS_SECOND) })),
  );
  router.get(
    `${ROOT}/v3/transactions`,
    toncenterCall(faults, 'read', (context) => {
      const wallet = chain.wallet.address;
      const chosen = choose(ownTransactions(chain, context.query['account']), context.query);
      return { transactions: chosen.map((transaction) => transactionWire(transaction, wallet)), address_book: {}, metadata: {} };
    }),
  );
}

type Query = Readonly<Record<string, string | string[] | undefined>>;

function addressOf(value: unknown): Address {
  try {
    return Address.parse(String(value));
  } catch {
    throw new ToncenterRefusal(422, 'Incorrect address');
  }
}

const EMPTY_ACCOUNT: AccountRecord = { at: 0, seqno: 0, balance: '0', active: false, lastLt: '0', lastHash: '' };

function accountAt(chain: Chain, address: Address): AccountRecord {
  return address.equals(chain.wallet.address) ? chain.account() : EMPTY_ACCOUNT;
}

function getMethodWire(account: AccountRecord, method: string, second: number): Record<string, unknown> {
  const common = { '@type': 'smc.runResult', block_id: blockIdWire(second) };
  if (!account.active) return { ...common, gas_used: 0, stack: [], exit_code: NO_CODE_EXIT };
  if (method !== 'seqno') return { ...common, gas_used: 407, stack: [], exit_code: NO_SUCH_METHOD_EXIT };
  return { ...common, gas_used: 557, stack: [['num', `0x${account.seqno.toString(16)}`]], exit_code: 0 };
}

function ownTransactions(chain: Chain, account: Query[string]): TransactionRecord[] {
  const asked = [account ?? []].flat().map(addressOf);
  return asked.length === 0 || asked.some((address) => address.equals(chain.wallet.address)) ? chain.transactions() : [];
}

function choose(newestFirst: TransactionRecord[], query: Query): TransactionRecord[] {
  const since = BigInt(numberOf(query, 'start_utime', 0));
  const until = BigInt(numberOf(query, 'end_utime', Number.MAX_SAFE_INTEGER));
  const afterLt = BigInt(String(query['start_lt'] ?? '0'));
  const beforeLt = query['end_lt'] === undefined ? undefined : BigInt(String(query['end_lt']));
  const within = newestFirst.filter(
    ({ now, lt }) => now >= since && now <= until && BigInt(lt) >= afterLt && (beforeLt === undefined || BigInt(lt) <= beforeLt),
  );
  const sorted = query['sort'] === 'asc' ? within.reverse() : within;
  const offset = numberOf(query, 'offset', 0);
  return sorted.slice(offset, offset + Math.min(numberOf(query, 'limit', DEFAULT_LIMIT), MAXIMUM_LIMIT));
}

function numberOf(query: Query, name: string, fallback: number): number {
  const value = query[name];
  if (value === undefined) return fallback;
  if (typeof value !== 'string' || !/^\d{1,15}$/.test(value)) throw new ToncenterRefusal(422, `Invalid value of ${name}`);
  return Number(value);
}
