import type { Context } from 'koa';
import rawBody from 'raw-body';

/** Above every genuine request, below anything that could hurt the process. */
const LARGEST_BODY = 256 * 1024;

/** The request's bytes as they came; 413 for more than 256 KB. */
export function readRawBody(ctx: Context, limit: number = LARGEST_BODY): Promise<Buffer> {
  return rawBody(ctx.req, { limit });
}

/** The request's JSON object, empty when there is no body; 400 for anything that is not an object. */
export async function readJsonBody(ctx: Context, limit?: number): Promise<Record<string, unknown>> {
  const bytes = await readRawBody(ctx, limit);
  if (bytes.length === 0) return {};
  const object = parseObject(bytes.toString('utf8'));
  if (!object) ctx.throw(400, 'the body is not a JSON object');
  return object;
}

/** The object a text spells, or undefined when it spells none. */
export function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
