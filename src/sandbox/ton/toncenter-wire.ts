import { createHash } from 'node:crypto';
import type { Address } from '@ton/core';
import type { AccountRecord, MessageRecord, OutMessageRecord, TransactionRecord } from './chain-records.js';
import { FORWARD_FEE_NANO } from './execution.js';

const GENESIS_SECOND = 1_573_822_385;
const SHARD = '8000000000000000';

export const rawUpper = (address: string): string => address.toUpperCase();

const digest = (text: string): string => createHash('sha256').update(text).digest('base64');

/** The block of this second as version 3 shows it: numbers that may grow are strings. */
export function blockWire(second: number): Record<string, unknown> {
  const seqno = Math.max(second - GENESIS_SECOND, 1);
  return {
    workchain: -1,
    shard: SHARD,
    seqno,
    root_hash: digest(`root ${seqno}`),
    file_hash: digest(`file ${seqno}`),
    global_id: -239,
    gen_utime: String(second),
    start_lt: String(second * 1_000_000),
    end_lt: String(second * 1_000_000 + 4),
  };
}

/** The same block as version 2 names it. */
export function blockIdWire(second: number): Record<string, unknown> {
  const { seqno, root_hash, file_hash } = blockWire(second);
  return { '@type': 'ton.blockIdExt', workchain: -1, shard: '-9223372036854775808', seqno, root_hash, file_hash };
}

export const addressInformationWire = (account: AccountRecord, second: number): Record<string, unknown> => ({
  '@type': 'raw.fullAccountState',
  balance: account.balance,
  extra_currencies: [],
  code: '',
  data: '',
  last_transaction_id: { '@type': 'internal.transactionId', lt: account.lastLt, hash: account.lastHash },
  block_id: blockIdWire(second),
  frozen_hash: '',
  sync_utime: second,
  state: account.active ? 'active' : 'uninitialized',
});

/** One transaction of the wallet as `GET v3/transactions` lists it. */
export function transactionWire(transaction: TransactionRecord, wallet: Address): Record<string, unknown> {
  const account = rawUpper(wallet.toRawString());
  return {
    account,
    hash: transaction.hash,
    lt: transaction.lt,
    now: transaction.now,
    mc_block_seqno: blockWire(transaction.now)['seqno'],
    trace_id: transaction.hash,
    prev_trans_hash: transaction.before.lastHash,
    prev_trans_lt: transaction.before.lastLt,
    orig_status: transaction.before.active ? 'active' : 'uninit',
    end_status: 'active',
    total_fees: transaction.fees,
    description: descriptionWire(transaction),
    block_ref: { workchain: 0, shard: SHARD, seqno: blockWire(transaction.now)['seqno'] },
    in_msg: inMessageWire(transaction.inMessage, account),
    out_msgs: transaction.outMessages.map((out) => outMessageWire(out, account, transaction)),
    account_state_before: accountWire(transaction.before),
    account_state_after: accountWire(transaction.after),
    emulated: false,
  };
}

const NOT_ENOUGH_TON = 37;

function descriptionWire({ aborted, deployed, skipped, outMessages }: TransactionRecord): Record<string, unknown> {
  const forwarded = FORWARD_FEE_NANO * BigInt(outMessages.length);
  return {
    type: 'ord',
    aborted,
    destroyed: false,
    credit_first: true,
    storage_ph: { storage_fees_collected: '0', status_change: 'unchanged' },
    compute_ph: { skipped: false, success: true, account_activated: deployed, exit_code: 0, mode: 0, vm_steps: 131 },
    action: {
      success: !aborted,
      valid: true,
      no_funds: aborted,
      status_change: 'unchanged',
      total_fwd_fees: forwarded.toString(),
      result_code: aborted ? NOT_ENOUGH_TON : 0,
      tot_actions: skipped + outMessages.length,
      spec_actions: 0,
      skipped_actions: aborted ? 0 : skipped,
      msgs_created: outMessages.length,
    },
  };
}

const accountWire = (account: AccountRecord): Record<string, unknown> => ({
  balance: account.balance,
  account_status: account.active ? 'active' : 'uninit',
});

const inMessageWire = (message: MessageRecord, account: string): Record<string, unknown> => ({
  hash: message.hash,
  source: null,
  destination: account,
  value: null,
  fwd_fee: null,
  created_lt: null,
  created_at: null,
  opcode: null,
  bounce: null,
  bounced: null,
  import_fee: '0',
  message_content: { hash: message.bodyHash, body: message.body, decoded: null },
  init_state: null,
});

const outMessageWire = (out: OutMessageRecord, source: string, { now, lt }: TransactionRecord): Record<string, unknown> => ({
  hash: out.hash,
  source,
  destination: rawUpper(out.destination),
  value: out.value,
  fwd_fee: out.forwardFee,
  ihr_fee: '0',
  created_lt: lt,
  created_at: String(now),
  opcode: out.comment === undefined ? null : '0x00000000',
  ihr_disabled: true,
  bounce: out.bounce,
  bounced: false,
  import_fee: null,
  message_content: {
    hash: out.bodyHash,
    body: out.body,
    decoded: out.comment === undefined ? null : { type: 'text_comment', comment: out.comment },
  },
  init_state: null,
});
