import { beginCell, storeStateInit } from '@ton/core';
import { sign } from '@ton/crypto';
import { createHash } from 'node:crypto';
import type { Signer } from '../ton/ton-stand.js';

export type Json = Readonly<Record<string, unknown>>;

/** A browser with a cookie jar on the site: it reads the hash from the page and calls the interface as the page's script would. */
export class Browser {
  private readonly cookies = new Map<string, string>();
  hash = '';
  challenge = '';
  page = '';

  constructor(
    readonly site: string,
    cookies = '',
  ) {
    for (const pair of cookies.split('; ').filter(Boolean)) this.setCookie(pair);
  }

  async open(path = '/stars/buy'): Promise<Response> {
    const answer = await this.fetch(path, {});
    this.page = await answer.clone().text();
    this.hash = /"apiUrl":"\\\/api\?hash=(\w+)"/.exec(this.page)?.[1] ?? '';
    this.challenge = /"ton_proof":"(\w+)"/.exec(this.page)?.[1] ?? '';
    return answer;
  }

  async ask(path: string): Promise<Json> {
    return (await (await this.fetch(path, { headers: { 'x-requested-with': 'XMLHttpRequest' } })).json()) as Json;
  }

  async call(method: string, fields: Readonly<Record<string, string>> = {}, hash = this.hash): Promise<Json> {
    const body = new URLSearchParams({ ...fields, method });
    return (await (await this.fetch(`/api?hash=${hash}`, { method: 'POST', body })).json()) as Json;
  }

  forget(name: string): void {
    this.cookies.delete(name);
  }

  has(name: string): boolean {
    return this.cookies.has(name);
  }

  private async fetch(path: string, init: RequestInit): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(`${this.site}${path}`, { ...init, headers: { ...(init.headers as Record<string, string>), cookie } });
    for (const line of answer.headers.getSetCookie()) this.setCookie(line.split(';')[0] ?? '');
    return answer;
  }

  private setCookie(pair: string): void {
    const at = pair.indexOf('=');
    this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
  }
}

export const DEVICE = JSON.stringify({ platform: 'linux', appName: 'Tonkeeper', maxProtocolVersion: 2, features: [] });

export const accountOf = (signer: Signer): Record<string, string> => ({
  address: signer.address.toRawString(),
  chain: '-239',
  walletStateInit: beginCell().store(storeStateInit(signer.contract.init)).endCell().toBoc().toString('base64'),
  publicKey: signer.publicKey.toString('hex'),
});

/** TON Connect's ton_proof, version 2. */
export function proofOf(signer: Signer, challenge: string, domain: string, timestamp: number): Json {
  const workchain = Buffer.alloc(4);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(Buffer.byteLength(domain));
  const time = Buffer.alloc(8);
  time.writeBigUInt64LE(BigInt(timestamp));
  const item = Buffer.concat([Buffer.from('ton-proof-item-v2/'), workchain, signer.address.hash, length, Buffer.from(domain), time, Buffer.from(challenge)]);
  const digest = sha256(Buffer.concat([Buffer.from([0xff, 0xff]), Buffer.from('ton-connect'), sha256(item)]));
  return {
    timestamp,
    domain: { lengthBytes: Buffer.byteLength(domain), value: domain },
    signature: sign(digest, signer.secretKey).toString('base64'),
    payload: challenge,
  };
}

const sha256 = (data: Buffer): Buffer => createHash('sha256').update(data).digest();
