import { Address, beginCell, type Cell, external, internal, type Message, SendMode, storeMessage, storeStateInit } from '@ton/core';
import { mnemonicToPrivateKey, mnemonicValidate, sha256_sync, sign } from '@ton/crypto';
import { WalletContractV4, WalletContractV5R1 } from '@ton/ton';

export type WalletVersion = 'v5r1' | 'v4r2';

export interface Transfer {
  readonly destination: Address;
  readonly bounce: boolean;
  readonly nano: bigint;
  readonly payload: Cell;
  readonly seqno: number;
  /** Unix seconds after which the chain refuses it. */
  readonly validUntil: number;
}

/** A signed external message. Hashes are hex; `normalisedHash` is the same with and without the wallet's code beside it. */
export interface SignedTransfer {
  readonly boc: string;
  readonly bodyHash: string;
  readonly payloadHash: string;
  readonly normalisedHash: string;
}

export interface WalletChallenge {
  readonly challenge: string;
  readonly domain: string;
  readonly timestamp: number;
}

/** A wallet that signs in this process. Nothing on it holds the key. */
export interface TonWallet {
  readonly address: Address;
  readonly friendly: string;
  readonly version: WalletVersion;
  /** TON Connect `account` and `device`, as JSON text. */
  readonly account: string;
  readonly device: string;
  /** The same transfer always gives the same bytes. */
  sign(transfer: Transfer): SignedTransfer;
  /** TON Connect `ton_proof` as JSON text: proves to a site that the wallet is ours. */
  prove(challenge: WalletChallenge): string;
}

export class InvalidSeedPhrase extends Error {
  constructor() {
    super('FRAGMENT_SEED_PHRASE is not a TON seed phrase of 24 words');
    this.name = 'InvalidSeedPhrase';
  }
}

export class WalletMismatch extends Error {
  constructor(version: WalletVersion, other: WalletVersion | undefined) {
    const hint = other ? `: it is the ${other} one, so set FRAGMENT_WALLET_VERSION=${other}` : '';
    super(`FRAGMENT_WALLET_ADDRESS is not the ${version} address of FRAGMENT_SEED_PHRASE${hint}`);
    this.name = 'WalletMismatch';
  }
}

const MAINNET = '-239';
// Fees are paid beside the amount; an amount the balance cannot cover is skipped and the seqno is used up all the same.
const SEND_MODE = (SendMode.PAY_GAS_SEPARATELY | SendMode.IGNORE_ERRORS) as SendMode;

/** Throws `InvalidSeedPhrase`, or `WalletMismatch` when the expected address is not this phrase's in this version. */
export async function openWallet(options: { seedPhrase: string; version: WalletVersion; expectedAddress: string }): Promise<TonWallet> {
  const words = options.seedPhrase.trim().toLowerCase().split(/\s+/);
  if (words.length !== 24 || !(await mnemonicValidate(words))) throw new InvalidSeedPhrase();
  const { publicKey, secretKey } = await mnemonicToPrivateKey(words);
  const contract = contractOf(options.version, publicKey);
  refuseMismatch(options.version, options.expectedAddress, contract.address, publicKey);
  const friendly = contract.address.toString({ urlSafe: true, bounceable: false });
  return Object.freeze({
    address: contract.address,
    friendly,
    version: options.version,
    account: accountJson(contract, publicKey),
    device: deviceJson(options.version),
    sign: (transfer: Transfer) => signTransfer(contract, secretKey, transfer),
    prove: (challenge: WalletChallenge) => proveOwnership(contract.address, secretKey, challenge),
    toJSON: () => ({ address: friendly, version: options.version }),
  });
}

type WalletContract = WalletContractV4 | WalletContractV5R1;

function contractOf(version: WalletVersion, publicKey: Buffer): WalletContract {
  return version === 'v5r1' ? WalletContractV5R1.create({ workchain: 0, publicKey }) : WalletContractV4.create({ workchain: 0, publicKey });
}

function refuseMismatch(version: WalletVersion, expected: string, actual: Address, publicKey: Buffer): void {
  const wanted = parseAddress(expected);
  if (wanted?.equals(actual)) return;
  const other: WalletVersion = version === 'v5r1' ? 'v4r2' : 'v5r1';
  throw new WalletMismatch(version, wanted?.equals(contractOf(other, publicKey).address) ? other : undefined);
}

function parseAddress(text: string): Address | undefined {
  try {
    return Address.parse(text.trim());
  } catch {
    return undefined;
  }
}

function signTransfer(contract: WalletContract, secretKey: Buffer, transfer: Transfer): SignedTransfer {
  const message = internal({ to: transfer.destination, value: transfer.nano, bounce: transfer.bounce, body: transfer.payload });
  const args = { seqno: transfer.seqno, secretKey, timeout: transfer.validUntil, sendMode: SEND_MODE, messages: [message] };
  const body = contract instanceof WalletContractV5R1 ? contract.createTransfer(args) : contract.createTransfer(args);
  const init = transfer.seqno === 0 ? contract.init : undefined;
  const envelope = external({ to: contract.address, init, body });
  return {
    boc: beginCell().store(storeMessage(envelope)).endCell().toBoc().toString('base64'),
    bodyHash: body.hash().toString('hex'),
    payloadHash: transfer.payload.hash().toString('hex'),
    normalisedHash: normalisedHash(contract.address, body),
  };
}

/** TEP-467: the message without sender, import fee and init, its body in a reference. */
export function normalisedHash(to: Address, body: Cell): string {
  const bare: Message = { info: { type: 'external-in', src: undefined, dest: to, importFee: 0n }, init: undefined, body };
  return beginCell().store(storeMessage(bare, { forceRef: true })).endCell().hash().toString('hex');
}

/** TON Connect ton_proof, version 2. */
function proveOwnership(address: Address, secretKey: Buffer, { challenge, domain, timestamp }: WalletChallenge): string {
  const workchain = Buffer.alloc(4);
  workchain.writeInt32BE(address.workChain);
  const domainLength = Buffer.alloc(4);
  const domainBytes = Buffer.from(domain);
  domainLength.writeUInt32LE(domainBytes.length);
  const time = Buffer.alloc(8);
  time.writeBigUInt64LE(BigInt(timestamp));
  const parts = [Buffer.from('ton-proof-item-v2/'), workchain, address.hash, domainLength, domainBytes, time, Buffer.from(challenge)];
  const digest = sha256_sync(Buffer.concat([Buffer.from([0xff, 0xff]), Buffer.from('ton-connect'), sha256_sync(Buffer.concat(parts))]));
  return JSON.stringify({
    timestamp,
    domain: { lengthBytes: domainBytes.length, value: domain },
    signature: sign(digest, secretKey).toString('base64'),
    payload: challenge,
  });
}

function accountJson(contract: WalletContract, publicKey: Buffer): string {
  const stateInit = beginCell().store(storeStateInit(contract.init)).endCell();
  return JSON.stringify({
    address: contract.address.toRawString(),
    chain: MAINNET,
    walletStateInit: stateInit.toBoc().toString('base64'),
    publicKey: publicKey.toString('hex'),
  });
}

/** Uncertain: Fragment seems not to look at its content, only at its form. */
function deviceJson(version: WalletVersion): string {
  return JSON.stringify({
    platform: 'linux',
    appName: 'Tonkeeper',
    appVersion: '4.2.0',
    maxProtocolVersion: 2,
    features: ['SendTransaction', { name: 'SendTransaction', maxMessages: version === 'v5r1' ? 255 : 4 }],
  });
}
