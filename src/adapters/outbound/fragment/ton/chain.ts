/*
 * The toncenter calls this shop makes, below TON_API_URL (https://toncenter.com/api). With a key they carry `X-API-Key`.
 *
 * POST /v2/sendBoc {"boc": "<base64>"}
 *   -> {"ok": true, "result": {"@type": "ok"}} · refused: any status, {"ok": false, "error": "...", "code": 500}
 * GET  /v2/getAddressInformation?address=<friendly>
 *   -> {"ok": true, "result": {"balance": "<nano>", "state": "active" | "uninitialized" | "frozen",
 *       "sync_utime": <unix s of the block it was read at>, "block_id": {"workchain": -1, "shard": "...", "seqno": <masterchain block>}}}
 * POST /v2/runGetMethod {"address": "<friendly>", "method": "seqno", "stack": []}
 *   -> {"ok": true, "result": {"exit_code": 0, "stack": [["num", "0x5"]], "block_id": {"workchain": -1, "seqno": <masterchain block>}}}
 *   asked of an active account only.
 * GET  /v3/masterchainInfo
 *   -> {"last": {"seqno": <masterchain block>, "gen_utime": "<unix s>"}}: how far the index has come.
 * GET  /v3/transactions?account=<friendly>&start_utime=<s>&limit=100&offset=<n>&sort=desc
 *   -> {"transactions": [{"hash": "<base64>", "lt": "<n>", "now": <unix s>, "mc_block_seqno": <n>, "emulated": false,
 *       "total_fees": "<nano>", "description": {"aborted": false},
 *       "in_msg": {"source": null | "0:HEX", "destination": "0:HEX", "value": null | "<nano>", "bounced": false,
 *                  "message_content": {"hash": "<base64 hash of the body cell>"}},
 *       "out_msgs": [{"source", "destination": "0:HEX", "value": "<nano>", "fwd_fee": "<nano>", "bounce": true, "bounced": false,
 *                     "message_content": {"hash": "<base64 hash of the body cell>"}}]}]}
 * Too many calls: 429 with {"ok": false, "result": "Ratelimit exceed", "code": 429} (v2) or {"error": "..."} (v3).
 */
import type { Address } from '@ton/core';
import { setTimeout as pause } from 'node:timers/promises';
import type { z } from 'zod';
import type { HttpAnswer, HttpClient, HttpRequest } from '#adapters/outbound/kit/http-client.js';
import { HttpFailure } from '#adapters/outbound/kit/http-failure.js';
import { Money } from '#domain/shared/money.js';
import { OperatorNeeded, RetryLater } from '#use-cases/ports/providers/star-provider.js';
import { accountAnswer, indexAnswer, sendAnswer, seqnoAnswer, type TransactionWire, transactionsAnswer } from './chain-wire.js';

/** The wallet as one block saw it: `chainTime` is not newer and `seqno` not older than `block`. */
export interface WalletState {
  readonly balance: Money;
  readonly seqno: number;
  /** Unix seconds of the block the account was read at. */
  readonly chainTime: number;
  readonly block: number;
}

export interface OutMessage {
  readonly destination: string;
  readonly nano: bigint;
  readonly forwardFee: bigint;
  readonly bounceable: boolean;
  readonly bodyHash: string;
}

export interface WalletTransaction {
  readonly hash: string;
  readonly lt: bigint;
  readonly time: number;
  readonly block: number;
  readonly fees: bigint;
  readonly aborted: boolean;
  /** Raw address of the sender; undefined for a message from outside the chain, which is what a signed transfer is. */
  readonly source: string | undefined;
  readonly bodyHash: string | undefined;
  /** The incoming message is one of ours coming back. */
  readonly bounced: boolean;
  readonly out: readonly OutMessage[];
}

export interface TonChain {
  /** Throws `RetryLater`, or `OperatorNeeded` for a frozen account. */
  wallet(address: Address): Promise<WalletState>;
  /** How far the index of transactions has come. Throws `RetryLater`. */
  indexed(): Promise<{ readonly chainTime: number; readonly block: number }>;
  /** All finished transactions of the account since then, the newest first. Throws `RetryLater`, also where there are more than so many pages of 100. */
  transactionsSince(address: Address, since: number, mostPages?: number): Promise<readonly WalletTransaction[]>;
  /** Hands the bytes to the network; the answer is for the log only and proves nothing. Throws `RetryLater`. */
  broadcast(boc: string): Promise<'taken' | 'refused'>;
}

export interface ToncenterOptions {
  readonly http: HttpClient;
  readonly baseUrl: string;
  readonly apiKey: string | undefined;
  /** Without a key one call a second is served: a refused one is sent again after this long. */
  readonly rateLimitPauseMs?: number;
}

const PAGE = 100;
const MOST_PAGES = 10;
const TRIES = 3;
const RATE_LIMIT_PAUSE_MS = 1_100;
const RETRY_MS = 5_000;

/** A toncenter-compatible node (v2) and index (v3). */
export class ToncenterChain implements TonChain {
  constructor(private readonly options: ToncenterOptions) {}

  async wallet(address: Address): Promise<WalletState> {
    const path = `/v2/getAddressInformation?address=${friendly(address)}`;
    const { result: account } = await this.get('getAddressInformation', path, accountAnswer);
    if (account.state === 'frozen') throw new OperatorNeeded('need-wallet');
    const balance = Money.of(BigInt(account.balance), 'TON');
    const seen = { balance, chainTime: account.sync_utime, block: account.block_id.seqno };
    if (account.state === 'uninitialized') return { ...seen, seqno: 0 };
    const body = JSON.stringify({ address: friendly(address), method: 'seqno', stack: [] });
    const { result } = await this.post('runGetMethod', '/v2/runGetMethod', body, seqnoAnswer);
    // A node behind the first one would date an older seqno with the newer time.
    if (result.block_id.seqno < account.block_id.seqno) throw new RetryLater('stale-chain', RETRY_MS);
    return { ...seen, seqno: Number(result.stack[0][1]) };
  }

  async indexed(): Promise<{ chainTime: number; block: number }> {
    const { last } = await this.get('masterchainInfo', '/v3/masterchainInfo', indexAnswer);
    return { chainTime: Number(last.gen_utime), block: last.seqno };
  }

  async transactionsSince(address: Address, since: number, mostPages = MOST_PAGES): Promise<readonly WalletTransaction[]> {
    const found: WalletTransaction[] = [];
    for (let page = 0; page < mostPages; page += 1) {
      const query = `account=${friendly(address)}&start_utime=${since}&limit=${PAGE}&offset=${page * PAGE}&sort=desc`;
      const { transactions } = await this.get('transactions', `/v3/transactions?${query}`, transactionsAnswer);
      for (const wire of transactions) {
        const read = readTransaction(wire);
        if (read) found.push(read);
      }
      if (transactions.length < PAGE) return found;
    }
    throw new RetryLater('provider-error', RETRY_MS);
  }

  async broadcast(boc: string): Promise<'taken' | 'refused'> {
    const answer = await this.send({ step: 'ton.sendBoc', method: 'POST', path: '/v2/sendBoc', body: JSON.stringify({ boc }) });
    const parsed = sendAnswer.safeParse(jsonOf(answer));
    return answer.status === 200 && parsed.success && parsed.data.ok ? 'taken' : 'refused';
  }

  private async get<Schema extends z.ZodType>(name: string, path: string, schema: Schema): Promise<z.output<Schema>> {
    return read(await this.send({ step: `ton.${name}`, method: 'GET', path }), schema);
  }

  private async post<Schema extends z.ZodType>(name: string, path: string, body: string, schema: Schema): Promise<z.output<Schema>> {
    return read(await this.send({ step: `ton.${name}`, method: 'POST', path, body }), schema);
  }

  /** Sending again is harmless here: all calls read, and the same signed bytes run at most once. */
  private async send(call: { step: string; method: 'GET' | 'POST'; path: string; body?: string }): Promise<HttpAnswer> {
    const { http, baseUrl, apiKey, rateLimitPauseMs = RATE_LIMIT_PAUSE_MS } = this.options;
    const request: HttpRequest = {
      system: 'ton',
      step: call.step,
      method: call.method,
      url: `${baseUrl}${call.path}`,
      headers: {
        accept: 'application/json',
        ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(apiKey === undefined ? {} : { 'x-api-key': apiKey }),
      },
      ...(call.body === undefined ? {} : { body: call.body }),
      repeatable: true,
    };
    for (let tried = 1; ; tried += 1) {
      const answer = await reach(http, request);
      if (answer.status !== 429) return answer;
      if (tried === TRIES) throw new RetryLater('rate-limit', RETRY_MS);
      await pause(rateLimitPauseMs);
    }
  }
}

async function reach(http: HttpClient, request: HttpRequest): Promise<HttpAnswer> {
  try {
    return await http.send(request);
  } catch (error) {
    if (error instanceof HttpFailure) throw new RetryLater('network', RETRY_MS);
    throw error;
  }
}

function read<Schema extends z.ZodType>(answer: HttpAnswer, schema: Schema): z.output<Schema> {
  const parsed = schema.safeParse(answer.status === 200 ? jsonOf(answer) : undefined);
  if (!parsed.success) throw new RetryLater('provider-error', RETRY_MS);
  return parsed.data;
}

function jsonOf(answer: HttpAnswer): unknown {
  try {
    return JSON.parse(answer.text);
  } catch {
    return undefined;
  }
}

function friendly(address: Address): string {
  return address.toString({ urlSafe: true, bounceable: false });
}

/** Undefined for a transaction that is only foreseen: not in a masterchain block yet. */
function readTransaction(wire: TransactionWire): WalletTransaction | undefined {
  if (wire.emulated || wire.mc_block_seqno == null) return undefined;
  const incoming = wire.in_msg;
  return {
    hash: hex(wire.hash),
    lt: BigInt(wire.lt),
    time: wire.now,
    block: wire.mc_block_seqno,
    fees: BigInt(wire.total_fees),
    aborted: wire.description.aborted,
    source: incoming?.source ?? undefined,
    bodyHash: incoming ? hex(incoming.message_content.hash) : undefined,
    bounced: incoming?.bounced ?? false,
    out: wire.out_msgs.map((message) => ({
      destination: message.destination ?? '',
      nano: BigInt(message.value ?? '0'),
      forwardFee: BigInt(message.fwd_fee ?? '0'),
      bounceable: message.bounce ?? false,
      bodyHash: hex(message.message_content.hash),
    })),
  };
}

function hex(base64: string): string {
  return Buffer.from(base64, 'base64').toString('hex');
}
