import { Address, Cell } from '@ton/core';
import type { Money } from '#domain/shared/money.js';
import { CostAboveLimit, OperatorNeeded, RetryLater } from '#use-cases/ports/providers/star-provider.js';
import type { StarsLink } from './wire.js';

export interface Expected {
  readonly wallet: Address;
  readonly amount: Money;
  readonly maxCost: Money;
  readonly stars: number;
  /** Unix seconds of a fresh block. */
  readonly chainTime: number;
}

/** What may be signed: every part of it was compared with what was asked for. */
export interface PaymentOrder {
  readonly destination: Address;
  readonly bounce: boolean;
  readonly nano: bigint;
  readonly payload: Cell;
  readonly validUntil: number;
}

export const LEAST_SECONDS_TO_PAY = 15;

const MAINNET = '-239';
const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/;
const STAR_TEXT = /^\s*(\d{1,3}(?:[ ,\u00a0]\d{3})+|\d{1,9}) Telegram Stars?\b/i;

/**
 * Compares a payment link with the purchase before anything is signed. Throws `CostAboveLimit`, `RetryLater` for a link too old to
 * be paid in time, and `OperatorNeeded` for a link that is not what this shop knows how to pay.
 */
export function checkLink(link: StarsLink, expected: Expected): PaymentOrder {
  const { transaction } = link;
  const [message, ...more] = transaction.messages;
  if (!message || more.length > 0) throw new OperatorNeeded('protocol-changed');
  if (message.stateInit != null || message.extra_currency != null) throw new OperatorNeeded('protocol-changed');
  if (transaction.network != null && transaction.network !== MAINNET) throw new OperatorNeeded('protocol-changed');
  requireSigner(transaction.from, expected.wallet);
  const nano = requireAmount(message.amount, expected);
  if (transaction.validUntil - expected.chainTime < LEAST_SECONDS_TO_PAY) throw new RetryLater('provider-error', 2_000);
  const { destination, bounce } = readDestination(message.address, expected.wallet);
  const payload = readPayload(message.payload);
  if (starsIn(payload) !== expected.stars) throw new OperatorNeeded('protocol-changed');
  return { destination, bounce, nano, payload, validUntil: transaction.validUntil };
}

function requireSigner(from: string | null | undefined, wallet: Address): void {
  if (!from) throw new OperatorNeeded('need-wallet');
  if (!parseAddress(from)?.equals(wallet)) throw new OperatorNeeded('signer-mismatch');
}

function requireAmount(text: string, { amount, maxCost }: Expected): bigint {
  const nano = BigInt(text);
  if (nano !== amount.minor || nano <= 0n) throw new OperatorNeeded('protocol-changed');
  requireWithin(amount, maxCost);
  return nano;
}

/** Throws `CostAboveLimit` when the provider asks more than the order allows. */
export function requireWithin(cost: Money, limit: Money): void {
  if (cost.compare(limit) > 0) throw new CostAboveLimit({ cost: cost.toDecimal(), limit: limit.toDecimal() });
}

/** The friendly form says whether money that cannot be taken comes back; the raw form says nothing, and then it should. */
function readDestination(text: string, wallet: Address): { destination: Address; bounce: boolean } {
  const destination = parseAddress(text);
  if (!destination || destination.workChain !== 0 || destination.equals(wallet)) throw new OperatorNeeded('protocol-changed');
  if (!Address.isFriendly(text)) return { destination, bounce: true };
  const { isBounceable, isTestOnly } = Address.parseFriendly(text);
  if (isTestOnly) throw new OperatorNeeded('protocol-changed');
  return { destination, bounce: isBounceable };
}

function parseAddress(text: string): Address | undefined {
  try {
    return Address.parse(text);
  } catch {
    return undefined;
  }
}

function readPayload(text: string | undefined): Cell {
  if (text === undefined || !BASE64.test(text)) throw new OperatorNeeded('protocol-changed');
  try {
    const [cell, ...more] = Cell.fromBoc(Buffer.from(text, 'base64'));
    if (cell && more.length === 0) return cell;
  } catch {
    throw new OperatorNeeded('protocol-changed');
  }
  throw new OperatorNeeded('protocol-changed');
}

/** How many stars the text in the payload speaks of; undefined when it is not such a text. */
function starsIn(payload: Cell): number | undefined {
  try {
    const slice = payload.beginParse();
    if (slice.loadUint(32) !== 0) return undefined;
    const count = STAR_TEXT.exec(slice.loadStringTail())?.[1];
    return count === undefined ? undefined : Number(count.replace(/\D/g, ''));
  } catch {
    return undefined;
  }
}
