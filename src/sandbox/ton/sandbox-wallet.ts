import { type Address, beginCell, external, internal, SendMode, storeMessage } from '@ton/core';
import { mnemonicToPrivateKey } from '@ton/crypto';
import { WalletContractV4, WalletContractV5R1 } from '@ton/ton';

export type WalletVersion = 'v5r1' | 'v4r2';

export interface WalletChoice {
  readonly seedPhrase: string;
  readonly version: WalletVersion;
}

/** Printed in this file for everybody to read, so worthless: it only ever signs inside the sandbox. Never send anything to its address. */
export const SANDBOX_WALLET: WalletChoice = {
  seedPhrase:
    'leaf cousin balance indicate guide amused pulp shell sustain type hint pet ' +
    'tower sing unlock never build street hat idle wife property repeat leisure',
  version: 'v5r1',
};

const SEND_MODE = (SendMode.PAY_GAS_SEPARATELY | SendMode.IGNORE_ERRORS) as SendMode;

export interface SandboxTransfer {
  readonly to: Address;
  readonly amountNano: bigint;
  readonly comment: string;
  readonly seqno: number;
  readonly validUntil: number;
}

type WalletContract = WalletContractV5R1 | WalletContractV4;

/** The one wallet contract that lives on the sandbox's chain, with the key its owner would hold. */
export class SandboxWallet {
  private constructor(
    readonly choice: WalletChoice,
    readonly contract: WalletContract,
    readonly publicKey: Buffer,
    private readonly secretKey: Buffer,
  ) {}

  static async open(choice: WalletChoice): Promise<SandboxWallet> {
    const keys = await mnemonicToPrivateKey(choice.seedPhrase.split(/\s+/));
    return new SandboxWallet(choice, contractFor(choice.version, keys.publicKey), keys.publicKey, keys.secretKey);
  }

  get version(): WalletVersion {
    return this.choice.version;
  }

  get address(): Address {
    return this.contract.address;
  }

  /** The number that the contract of this version keeps beside its key, for subwallet 0 of the main network. */
  get walletId(): number {
    return this.version === 'v5r1' ? 2147483409 : 698983191;
  }

  /** The signed external message as base64, as another program holding the same phrase would make it. */
  sign(transfer: SandboxTransfer): string {
    const args = {
      seqno: transfer.seqno,
      timeout: transfer.validUntil,
      secretKey: this.secretKey,
      sendMode: SEND_MODE,
      messages: [internal({ to: transfer.to, value: transfer.amountNano, bounce: false, body: transfer.comment })],
    };
    const body = this.contract instanceof WalletContractV5R1 ? this.contract.createTransfer(args) : this.contract.createTransfer(args);
    const message = external({ to: this.address, init: transfer.seqno === 0 ? this.contract.init : null, body });
    return beginCell().store(storeMessage(message)).endCell().toBoc().toString('base64');
  }
}

export function contractFor(version: WalletVersion, publicKey: Buffer): WalletContract {
  return version === 'v5r1'
    ? WalletContractV5R1.create({ publicKey, workchain: 0 })
    : WalletContractV4.create({ publicKey, workchain: 0 });
}
