import type { Context } from 'koa';
import { readRawBody } from '#sandbox/kit/json-body.js';
import { BotApiError, badRequest } from '../bot-api-error.js';
import type { Fields, UploadedFiles } from './method-call.js';

const LARGEST_REQUEST = 20 * 1024 * 1024;

export interface RequestFields {
  readonly fields: Fields;
  readonly files: UploadedFiles;
}

/** A call's parameters from the address and from a body of any kind the Bot API takes. */
export async function readRequestFields(ctx: Context): Promise<RequestFields> {
  const inAddress = { ...ctx.query };
  if (ctx.method === 'GET') return { fields: inAddress, files: new Map() };
  const body = await readRawBody(ctx, LARGEST_REQUEST).catch(() => {
    throw new BotApiError(413, 'Request Entity Too Large');
  });
  const { fields, files } = body.length === 0 ? { fields: {}, files: new Map() } : await readBody(ctx, body);
  return { fields: { ...inAddress, ...fields }, files };
}

async function readBody(ctx: Context, body: Buffer): Promise<RequestFields> {
  if (ctx.is('json')) return { fields: readJson(body), files: new Map() };
  if (ctx.is('urlencoded')) return { fields: Object.fromEntries(new URLSearchParams(body.toString('utf8'))), files: new Map() };
  if (ctx.is('multipart')) return readMultipart(body, ctx.get('content-type'));
  throw badRequest('unsupported content type of the request');
}

function readJson(body: Buffer): Fields {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  } catch {
    throw badRequest("can't parse request body JSON object");
  }
  throw badRequest("can't parse request body JSON object");
}

/** The platform's own reader; it names no reason, and none is passed on. */
async function readMultipart(body: Buffer, contentType: string): Promise<RequestFields> {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- it buffers whole parts, which is fine for bodies this small
  const form = await new Response(body, { headers: { 'content-type': contentType } }).formData().catch(() => undefined);
  if (!form) throw badRequest("can't parse multipart request");
  const fields: Record<string, unknown> = {};
  const files = new Map<string, Buffer>();
  for (const [name, value] of form) {
    if (typeof value === 'string') fields[name] = value;
    else files.set(name, Buffer.from(await value.arrayBuffer()));
  }
  return { fields, files };
}
