import getRawBody from 'raw-body';
import type { Context } from 'koa';
import { HttpProblem } from '../problem.js';

const LARGEST_BODY = 256 * 1024;
const LONGEST_UPLOAD_MS = 10_000;

/** The request's bytes exactly as they came. Throws a problem for a compressed, oversized, slow or broken body. */
export async function readRawBody(ctx: Context, largest: number = LARGEST_BODY): Promise<Uint8Array> {
  const encoding = ctx.get('Content-Encoding');
  if (encoding !== '' && encoding.toLowerCase() !== 'identity') throw refused(415, 'http.encoding-not-supported', 'Bodies are taken uncompressed');
  const slow = setTimeout(() => ctx.req.destroy(), LONGEST_UPLOAD_MS);
  try {
    return await getRawBody(ctx.req, { limit: largest, ...lengthOf(ctx) });
  } catch (error) {
    // What is left of a refused body is not read: the connection ends with the answer.
    ctx.set('Connection', 'close');
    if (isTooLarge(error)) throw refused(413, 'http.body-too-large', `Bodies may have ${largest} bytes at most`);
    throw refused(400, 'http.body-broken', 'The body did not arrive whole');
  } finally {
    clearTimeout(slow);
  }
}

function lengthOf(ctx: Context): { length?: string } {
  const length = ctx.get('Content-Length');
  return /^\d{1,12}$/.test(length) ? { length } : {};
}

function isTooLarge(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'type' in error && error.type === 'entity.too.large';
}

function refused(status: number, code: string, title: string): HttpProblem {
  return new HttpProblem({ status, code, title });
}
