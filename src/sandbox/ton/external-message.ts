import {
  type Address,
  Cell,
  contractAddress,
  loadMessage,
  loadMessageRelaxed,
  loadOutList,
  type MessageRelaxed,
  type Slice,
  type StateInit,
} from '@ton/core';
import { signVerify } from '@ton/crypto';
import type { WalletVersion } from './sandbox-wallet.js';

export interface SendOrder {
  readonly mode: number;
  readonly message: MessageRelaxed;
}

/** What a signed external message asks of the wallet contract, not yet judged. */
export interface WalletOrder {
  readonly signedWell: boolean;
  readonly walletId: number;
  readonly validUntil: number;
  readonly seqno: number;
  readonly sends: readonly SendOrder[];
}

export interface ExternalMessage {
  readonly cell: Cell;
  readonly destination: Address;
  readonly init: StateInit | undefined;
  readonly body: Cell;
}

/** The chain's refusal before anything happened; `exitCode` is the contract's own number where the contract spoke. */
export class ExternalRefused extends Error {
  constructor(
    message: string,
    readonly exitCode?: number,
  ) {
    super(message);
    this.name = 'ExternalRefused';
  }
}

const UNREADABLE = 'failed to parse external message cannot deserialize bag-of-cells: invalid header, error 0';
const SIGNED_EXTERNAL = 0x7369676e;
const SIGNATURE_BITS = 512;

/** Reads the bag of cells as an external-in message. Throws `ExternalRefused` for anything else. */
export function readExternal(boc: string): ExternalMessage {
  const cell = firstCell(boc);
  const message = attempt(() => loadMessage(cell.beginParse()), UNREADABLE);
  if (message.info.type !== 'external-in') throw new ExternalRefused('failed to parse external message not an external inbound message');
  const init = message.init ?? undefined;
  if (init && !contractAddress(message.info.dest.workChain, init).equals(message.info.dest)) {
    throw new ExternalRefused(beforeExecution(message.info.dest));
  }
  return { cell, destination: message.info.dest, init, body: message.body };
}

const NOT_ACCEPTED = 'External message was not accepted: cannot run message on account: inbound external message rejected by';

export const beforeExecution = (account: Address): string => `${NOT_ACCEPTED} account ${hexOf(account)} before smart-contract execution`;

const hexOf = (address: Address): string => address.hash.toString('hex').toUpperCase();

/** Reads the body as the wallet contract of this version would; throws `ExternalRefused` with the contract's exit code. */
export function readOrder(message: ExternalMessage, version: WalletVersion, publicKey: Buffer): WalletOrder {
  const read = version === 'v5r1' ? readV5 : readV4;
  try {
    return read(message.body, publicKey);
  } catch (error) {
    if (error instanceof ExternalRefused) throw error;
    throw contractRefusal(message.destination, CELL_UNDERFLOW);
  }
}

const CELL_UNDERFLOW = 9;

/** The lite server's words when the contract itself threw. */
export function contractRefusal(account: Address, exitCode: number): ExternalRefused {
  const text =
    `${NOT_ACCEPTED} transaction ${hexOf(account)}:\n` +
    `exitcode=${exitCode}, steps=22, gas_used=0\nVM Log (truncated):\n`;
  return new ExternalRefused(text, exitCode);
}

/** V5R1: op, wallet id, valid until, seqno, out actions, extension flag, and the signature over all of it at the end. */
function readV5(body: Cell, publicKey: Buffer): WalletOrder {
  const slice = body.beginParse();
  const signed = body.beginParse();
  const unsigned = signed.loadBits(slice.remainingBits - SIGNATURE_BITS);
  const signature = signed.loadBuffer(SIGNATURE_BITS / 8);
  const covered = cellOf(unsigned, body.refs);
  if (slice.loadUint(32) !== SIGNED_EXTERNAL) throw new RangeError('not a signed external order');
  const walletId = slice.loadUint(32);
  const validUntil = slice.loadUint(32);
  const seqno = slice.loadUint(32);
  const actions = slice.loadMaybeRef();
  if (slice.loadBit()) throw new ExternalRefused('extension actions are not executed by this stand-in');
  const sends = actions ? loadOutList(actions.beginParse()).map(onlySend) : [];
  return { signedWell: signVerify(covered.hash(), signature, publicKey), walletId, validUntil, seqno, sends };
}

type OutAction = ReturnType<typeof loadOutList>[number];

function onlySend(action: OutAction): SendOrder {
  if (action.type !== 'sendMsg') throw new RangeError('an external order may only send messages');
  return { mode: action.mode, message: action.outMsg };
}

/** V4R2: the signature first, then wallet id, valid until, seqno, op 0 and up to four pairs of mode and message. */
function readV4(body: Cell, publicKey: Buffer): WalletOrder {
  const slice = body.beginParse();
  const signature = slice.loadBuffer(SIGNATURE_BITS / 8);
  const signedWell = signVerify(slice.clone().asCell().hash(), signature, publicKey);
  const walletId = slice.loadUint(32);
  const validUntil = slice.loadUint(32);
  const seqno = slice.loadUint(32);
  if (slice.loadUint(8) !== 0) throw new ExternalRefused('plugin orders are not executed by this stand-in');
  return { signedWell, walletId, validUntil, seqno, sends: readPairs(slice) };
}

function readPairs(slice: Slice): SendOrder[] {
  const sends: SendOrder[] = [];
  while (slice.remainingRefs > 0) {
    const mode = slice.loadUint(8);
    sends.push({ mode, message: loadMessageRelaxed(slice.loadRef().beginParse()) });
  }
  return sends;
}

function cellOf(bits: Cell['bits'], refs: readonly Cell[]): Cell {
  return new Cell({ bits, refs: [...refs] });
}

function firstCell(boc: string): Cell {
  const [cell] = attempt(() => Cell.fromBoc(Buffer.from(boc, 'base64')), UNREADABLE);
  if (!cell) throw new ExternalRefused(UNREADABLE);
  return cell;
}

function attempt<Value>(read: () => Value, refusal: string): Value {
  try {
    return read();
  } catch {
    throw new ExternalRefused(refusal);
  }
}
