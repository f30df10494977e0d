import { randomUUID } from 'node:crypto';

/** A call's body with its kind. */
export interface CallBody {
  readonly type: string;
  readonly body: Buffer;
}

type File = { readonly source: Buffer };

/** The parameters of a call as a form, with every `{ source }` among them as a file of its own that they refer to. */
export function uploadForm(payload: object): CallBody {
  const files: Buffer[] = [];
  const attached = (_name: string, value: unknown): unknown => (isFile(value) ? `attach://file${files.push(value.source) - 1}` : value);
  const boundary = `polaris-${randomUUID()}`;
  const fields = Object.entries(payload).map(([name, value]) => part(boundary, `name="${name}"`, textOf(attached(name, value), attached)));
  const contents = files.map((file, index) => Buffer.concat([partHead(boundary, `name="file${index}"; filename="picture.png"`), file, Buffer.from('\r\n')]));
  return { type: `multipart/form-data; boundary=${boundary}`, body: Buffer.concat([...fields, ...contents, Buffer.from(`--${boundary}--\r\n`)]) };
}

function textOf(value: unknown, replacer: (name: string, value: unknown) => unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, replacer);
}

function part(boundary: string, name: string, text: string): Buffer {
  return Buffer.concat([partHead(boundary, name), Buffer.from(`${text}\r\n`)]);
}

function partHead(boundary: string, name: string): Buffer {
  return Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; ${name}\r\n\r\n`);
}

function isFile(value: unknown): value is File {
  return typeof value === 'object' && value !== null && 'source' in value && Buffer.isBuffer(value.source);
}
