import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSandbox } from '#sandbox/sandbox.js';
import type { Sandbox, SandboxOptions, Shop } from '#sandbox/sandbox.js';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  readonly json: () => { readonly [field: string]: unknown };
}

/** Sandboxes on free ports and folders that are gone after the test. */
export class SandboxLab {
  private readonly closing: (() => Promise<unknown>)[] = [];

  async open(options: Partial<SandboxOptions> = {}): Promise<Sandbox> {
    const sandbox = await createSandbox({ host: '127.0.0.1', port: 0, ...options });
    this.closing.unshift(() => sandbox.stop());
    return sandbox;
  }

  async folder(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'polaris-sandbox-'));
    this.closing.push(() => rm(folder, { recursive: true }));
    return folder;
  }

  async close(): Promise<void> {
    for (const close of this.closing.splice(0)) await close();
  }
}

/** A request whose Host and Origin can be anything, and whose path is sent as it stands. */
export function call(
  sandbox: Sandbox,
  method: string,
  path: string,
  { body, headers = {} }: { body?: string; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const { hostname, port } = new URL(sandbox.origin);
  return new Promise((resolve, reject) => {
    const outgoing = request({ hostname, port, method, path, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const json = (): Record<string, unknown> => JSON.parse(text) as Record<string, unknown>;
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

export function post(sandbox: Sandbox, path: string, fields: object): Promise<Answer> {
  return call(sandbox, 'POST', path, { body: JSON.stringify(fields), headers: { 'content-type': 'application/json' } });
}

/** A shop that answers with its name and counts how often it was reset. */
export class NamedShop implements Shop {
  resets = 0;
  wakes = 0;
  books: unknown = { accounts: [] };

  constructor(private readonly name: string) {}

  readonly handle: Shop['handle'] = (incoming, response) => {
    response.end(`${this.name} ${incoming.url ?? ''}`);
  };

  readonly ledger = (): Promise<unknown> => Promise.resolve(this.books);

  readonly reset = (): Promise<void> => {
    this.resets += 1;
    return Promise.resolve();
  };

  readonly wake = (): void => {
    this.wakes += 1;
  };
}
