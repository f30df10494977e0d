import { createHash } from 'node:crypto';
import { Address, beginCell, type Cell } from '@ton/core';

/** A text note as the bag of cells that goes into a payment's body, in base64 without padding, as the market writes it. */
export function noteBoc(text: string): string {
  const cell = beginCell().storeUint(0, 32).storeStringTail(text).endCell();
  return cell.toBoc().toString('base64').replace(/=+$/, '');
}

/** The text of a note, or undefined when the body is something else. */
export function readNote(body: Cell): string | undefined {
  const slice = body.beginParse();
  if (slice.remainingBits < 32 || slice.loadUint(32) !== 0) return undefined;
  try {
    return slice.loadStringTail();
  } catch {
    return undefined;
  }
}

/** An address nobody holds a key for, always the same for one label; in the bounceable form. */
export function sandboxAddress(label: string): string {
  return friendly(new Address(0, createHash('sha256').update(`sandbox account: ${label}`).digest()));
}

export const friendly = (address: Address): string => address.toString({ bounceable: true, urlSafe: true });
