import { type Address, beginCell, type Cell, external, internal, SendMode, storeMessage } from '@ton/core';
import { keyPairFromSeed, mnemonicToPrivateKey } from '@ton/crypto';
import { WalletContractV4, WalletContractV5R1 } from '@ton/ton';
import Koa from 'koa';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { FaultBoard, type FaultMode, type SystemName } from '#sandbox/kit/fault-board.js';
import type { Simulator, SimulatorContext } from '#sandbox/kit/simulator.js';
import type { WalletVersion } from '#sandbox/ton/sandbox-wallet.js';

export const FIRST_SECOND = 1_790_000_000;
const PAY_SEPARATELY_AND_IGNORE_ERRORS = (SendMode.PAY_GAS_SEPARATELY | SendMode.IGNORE_ERRORS) as SendMode;

/** A clock that only moves when told to, the fault switches, and a real server around the stand-ins. */
export class Stand {
  readonly faults = new FaultBoard();
  readonly changes: SystemName[] = [];
  private milliseconds = FIRST_SECOND * 1000;
  private readonly servers: Server[] = [];
  private readonly simulators: Simulator[] = [];

  readonly context: SimulatorContext = {
    now: () => new Date(this.milliseconds),
    faults: this.faults,
    origin: 'http://127.0.0.1:8080',
    changed: (system) => this.changes.push(system),
  };

  get second(): number {
    return Math.floor(this.milliseconds / 1000);
  }

  tick(seconds = 1): void {
    this.milliseconds += seconds * 1000;
  }

  breakDown(target: SystemName, mode: FaultMode, times?: number): void {
    this.faults.arm({ target, mode, times });
  }

  async open(...simulators: Simulator[]): Promise<string> {
    const app = new Koa();
    app.silent = true;
    for (const { router } of simulators) app.use(router.routes());
    this.simulators.push(...simulators);
    const server = app.listen(0, '127.0.0.1');
    this.servers.push(server);
    await new Promise((resolve) => server.once('listening', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    for (const server of this.servers) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
    for (const simulator of this.simulators) await simulator.stop();
  }
}

export interface PaymentDraft {
  readonly to: Address;
  readonly nano: bigint;
  readonly seqno: number;
  readonly validUntil: number;
  readonly body?: Cell | string;
  readonly mode?: SendMode;
  readonly withInit?: boolean;
}

/** The owner's wallet program: signs whatever it is told, right or wrong. */
export class Signer {
  private constructor(
    readonly contract: WalletContractV5R1 | WalletContractV4,
    readonly publicKey: Buffer,
    readonly secretKey: Buffer,
  ) {}

  static async of(seedPhrase: string, version: WalletVersion = 'v5r1'): Promise<Signer> {
    const keys = await mnemonicToPrivateKey(seedPhrase.split(' '));
    return Signer.with(keys, version);
  }

  /** Somebody with another key. */
  static stranger(version: WalletVersion = 'v5r1'): Signer {
    return Signer.with(keyPairFromSeed(Buffer.alloc(32, 7)), version);
  }

  private static with(keys: { publicKey: Buffer; secretKey: Buffer }, version: WalletVersion): Signer {
    const { publicKey } = keys;
    const contract =
      version === 'v5r1' ? WalletContractV5R1.create({ publicKey, workchain: 0 }) : WalletContractV4.create({ publicKey, workchain: 0 });
    return new Signer(contract, publicKey, keys.secretKey);
  }

  get address(): Address {
    return this.contract.address;
  }

  /** `account` is where the message goes; its own wallet unless told otherwise. */
  sign(draft: PaymentDraft, account: Address = this.address): string {
    const args = {
      seqno: draft.seqno,
      timeout: draft.validUntil,
      secretKey: this.secretKey,
      sendMode: draft.mode ?? PAY_SEPARATELY_AND_IGNORE_ERRORS,
      messages: [internal({ to: draft.to, value: draft.nano, bounce: true, body: draft.body })],
    };
    const { contract } = this;
    const body = contract instanceof WalletContractV5R1 ? contract.createTransfer(args) : contract.createTransfer(args);
    const init = (draft.withInit ?? draft.seqno === 0) ? contract.init : null;
    return beginCell().store(storeMessage(external({ to: account, init, body }))).endCell().toBoc().toString('base64');
  }
}
