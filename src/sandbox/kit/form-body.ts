import type { Context } from 'koa';
import { readRawBody } from './json-body.js';

/** The fields of a form-urlencoded body. */
export async function readFormBody(ctx: Context): Promise<URLSearchParams> {
  return new URLSearchParams((await readRawBody(ctx)).toString('utf8'));
}
