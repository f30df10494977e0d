import { createHash } from 'node:crypto';
import { type Address, beginCell, type Cell, storeMessage } from '@ton/core';
import type { AccountRecord, MessageRecord, OutMessageRecord, TransactionRecord } from './chain-records.js';
import {
  beforeExecution,
  contractRefusal,
  type ExternalMessage,
  ExternalRefused,
  readOrder,
  type SendOrder,
  type WalletOrder,
} from './external-message.js';
import type { SandboxWallet, WalletVersion } from './sandbox-wallet.js';
import { readNote } from './text-note.js';

export const GAS_FEE_NANO = 2_600_000n;
/** Carrying one message: a third stays with the wallet's own block, the rest travels with the message. */
export const FORWARD_FEE_NANO = 400_000n;
const ACTION_FEE_NANO = FORWARD_FEE_NANO / 3n;
export const DEPLOY_FEE_NANO = 2_700_000n;

const PAY_FEES_SEPARATELY = 1;
const IGNORE_ERRORS = 2;
const LT_STEP = 1_000_000n;

interface ExitCodes {
  readonly seqno: number;
  readonly walletId: number;
  readonly signature: number;
  readonly expired: number;
}

const EXIT_CODES: Record<WalletVersion, ExitCodes> = {
  v5r1: { seqno: 133, walletId: 134, signature: 135, expired: 136 },
  v4r2: { seqno: 33, walletId: 34, signature: 35, expired: 36 },
};
const V5_MUST_IGNORE_ERRORS = 137;

/** Judges the message as the contract would before it accepts it. Throws `ExternalRefused`; a refused message changes nothing. */
export function judge(message: ExternalMessage, wallet: SandboxWallet, account: AccountRecord, chainTime: number): WalletOrder {
  const { destination } = message;
  if (!destination.equals(wallet.address)) throw new ExternalRefused('Failed to unpack account state');
  if (!account.active && !message.init) throw new ExternalRefused(beforeExecution(destination));
  if (BigInt(account.balance) < gasOf(account)) throw new ExternalRefused(beforeExecution(destination));
  const order = readOrder(message, wallet.version, wallet.publicKey);
  const codes = EXIT_CODES[wallet.version];
  if (!order.signedWell) throw contractRefusal(destination, codes.signature);
  if (order.seqno !== account.seqno) throw contractRefusal(destination, codes.seqno);
  if (order.walletId !== wallet.walletId) throw contractRefusal(destination, codes.walletId);
  if (order.validUntil <= chainTime) throw contractRefusal(destination, codes.expired);
  judgeModes(order, wallet.version, destination);
  return order;
}

function judgeModes(order: WalletOrder, version: WalletVersion, destination: Address): void {
  for (const { mode } of order.sends) {
    if (version === 'v5r1' && (mode & IGNORE_ERRORS) === 0) throw contractRefusal(destination, V5_MUST_IGNORE_ERRORS);
    if (mode > (PAY_FEES_SEPARATELY | IGNORE_ERRORS)) throw new ExternalRefused('this stand-in executes send modes 0 to 3 only');
  }
}

const gasOf = (account: AccountRecord): bigint => GAS_FEE_NANO + (account.active ? 0n : DEPLOY_FEE_NANO);

/** Runs an order that was judged well in the block of second `now`. */
export function execute(
  message: ExternalMessage,
  order: WalletOrder,
  wallet: SandboxWallet,
  before: AccountRecord,
  now: number,
): TransactionRecord {
  const lt = BigInt(before.lastLt) + LT_STEP;
  const inMessage = recordOf(message.cell, message.body);
  const hash = sha256(`${lt}:${inMessage.hash}`);
  const gas = gasOf(before);
  const sent = sendAll(order.sends, BigInt(before.balance) - gas, { from: wallet.address, lt, now });
  const burnt = sent === undefined;
  const outMessages = sent?.messages ?? [];
  const fees = gas + ACTION_FEE_NANO * BigInt(outMessages.length);
  const after: AccountRecord = {
    at: now,
    seqno: burnt ? before.seqno : before.seqno + 1,
    balance: (sent?.left ?? BigInt(before.balance) - gas).toString(),
    active: before.active || !burnt,
    lastLt: lt.toString(),
    lastHash: hash,
  };
  return {
    hash,
    lt: lt.toString(),
    now,
    fees: fees.toString(),
    aborted: burnt,
    deployed: !before.active && !burnt,
    skipped: order.sends.length - outMessages.length,
    inMessage,
    outMessages,
    before,
    after,
  };
}

interface Block {
  readonly from: Address;
  readonly lt: bigint;
  readonly now: number;
}

/** A send the wallet cannot afford is skipped when its mode ignores errors; otherwise all of them are undone (undefined). */
function sendAll(sends: readonly SendOrder[], funds: bigint, block: Block): { left: bigint; messages: OutMessageRecord[] } | undefined {
  const messages: OutMessageRecord[] = [];
  let left = funds;
  for (const { mode, message } of sends) {
    if (message.info.type !== 'internal') throw new ExternalRefused('this stand-in sends internal messages only');
    const asked = message.info.value.coins;
    const value = mode & PAY_FEES_SEPARATELY ? asked : asked - FORWARD_FEE_NANO;
    if (value >= 0n && value + FORWARD_FEE_NANO <= left) {
      left -= value + FORWARD_FEE_NANO;
      messages.push(emit(message.info, message.body, value, { ...block, lt: block.lt + BigInt(messages.length) + 1n }));
    } else if ((mode & IGNORE_ERRORS) === 0) return undefined;
  }
  return { left, messages };
}

interface Envelope {
  readonly dest: Address;
  readonly bounce: boolean;
}

function emit(envelope: Envelope, body: Cell, value: bigint, block: Block): OutMessageRecord {
  const message = beginCell()
    .store(
      storeMessage({
        info: {
          type: 'internal',
          ihrDisabled: true,
          bounce: envelope.bounce,
          bounced: false,
          src: block.from,
          dest: envelope.dest,
          value: { coins: value },
          ihrFee: 0n,
          forwardFee: FORWARD_FEE_NANO - ACTION_FEE_NANO,
          createdLt: block.lt,
          createdAt: block.now,
        },
        body,
      }),
    )
    .endCell();
  return {
    ...recordOf(message, body),
    destination: envelope.dest.toRawString(),
    value: value.toString(),
    forwardFee: (FORWARD_FEE_NANO - ACTION_FEE_NANO).toString(),
    bounce: envelope.bounce,
    comment: readNote(body),
  };
}

function recordOf(message: Cell, body: Cell): MessageRecord {
  return {
    hash: message.hash().toString('base64'),
    bodyHash: body.hash().toString('base64'),
    body: body.toBoc().toString('base64'),
  };
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64');
