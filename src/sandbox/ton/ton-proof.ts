import { createHash } from 'node:crypto';
import { Address, Cell, contractAddress, loadStateInit } from '@ton/core';
import { signVerify } from '@ton/crypto';
import { contractFor } from './sandbox-wallet.js';

export interface ProofAccount {
  readonly address: string;
  readonly chain: string;
  readonly walletStateInit: string;
  readonly publicKey: string;
}

export interface WalletProof {
  readonly timestamp: number;
  readonly domain: { readonly lengthBytes: number; readonly value: string };
  readonly signature: string;
  readonly payload: string;
}

export interface ProofDemand {
  readonly domain: string;
  readonly payload: string;
  readonly now: Date;
}

const MAIN_NETWORK = '-239';
const FRESH_FOR_SECONDS = 15 * 60;

/**
 * The raw address whose owner signed this challenge of TON Connect, or undefined when anything does not fit: the signature, the
 * domain, the payload, the age, or a state init that is not a known wallet of that key at that address.
 */
export function provenOwner(account: ProofAccount, proof: WalletProof, demand: ProofDemand): string | undefined {
  try {
    const address = Address.parse(account.address);
    const publicKey = Buffer.from(account.publicKey, 'hex');
    const holds =
      account.chain === MAIN_NETWORK &&
      asDemanded(proof, demand) &&
      isWalletOf(address, account.walletStateInit, publicKey) &&
      signVerify(digest(address, proof), Buffer.from(proof.signature, 'base64'), publicKey);
    return holds ? address.toRawString() : undefined;
  } catch {
    return undefined;
  }
}

function asDemanded(proof: WalletProof, demand: ProofDemand): boolean {
  const age = Math.abs(demand.now.getTime() / 1000 - proof.timestamp);
  return (
    proof.domain.value === demand.domain &&
    proof.domain.lengthBytes === Buffer.byteLength(demand.domain) &&
    proof.payload === demand.payload &&
    age <= FRESH_FOR_SECONDS
  );
}

function isWalletOf(address: Address, stateInit: string, publicKey: Buffer): boolean {
  const init = loadStateInit(Cell.fromBase64(stateInit).beginParse());
  if (!contractAddress(address.workChain, init).equals(address)) return false;
  return (['v5r1', 'v4r2'] as const).some((version) => contractFor(version, publicKey).address.equals(address));
}

/** The hash a wallet signs: 0xffff, "ton-connect" and the hash of the ton-proof-item-v2 message. */
function digest(address: Address, proof: WalletProof): Buffer {
  const message = Buffer.concat([
    Buffer.from('ton-proof-item-v2/'),
    int32(address.workChain),
    address.hash,
    uint32LittleEndian(proof.domain.lengthBytes),
    Buffer.from(proof.domain.value),
    uint64LittleEndian(BigInt(proof.timestamp)),
    Buffer.from(proof.payload),
  ]);
  return sha256(Buffer.concat([Buffer.from([0xff, 0xff]), Buffer.from('ton-connect'), sha256(message)]));
}

const sha256 = (data: Buffer): Buffer => createHash('sha256').update(data).digest();

function int32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32BE(value);
  return buffer;
}

function uint32LittleEndian(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
}

function uint64LittleEndian(value: bigint): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64LE(value);
  return buffer;
}
