import { badRequest } from '../bot-api-error.js';
import type { Photo } from '../state/chat.js';
import type { TelegramWorld } from '../state/telegram-world.js';
import type { MethodCall } from './method-call.js';

const FETCH_TIMEOUT = 5_000;
const LARGEST_FETCHED = 5 * 1024 * 1024;

/** A photo as a bot may give it: uploaded in the call, `attach://` another part of it, an address, or an id from before. */
export async function readPhoto(call: MethodCall, world: TelegramWorld, given: string | undefined, part: string): Promise<Photo> {
  const attached = given?.startsWith('attach://') ? given.slice('attach://'.length) : undefined;
  const upload = call.file(attached ?? part);
  if (upload) return world.photos.add(upload);
  if (attached !== undefined || given === undefined || given === '') throw badRequest('there is no photo in the request');
  if (/^https?:\/\//i.test(given)) return world.photos.add(await download(given));
  return world.photos.again(given);
}

async function download(address: string): Promise<Buffer> {
  const response = await fetch(address, { signal: AbortSignal.timeout(FETCH_TIMEOUT) }).catch(() => undefined);
  if (!response?.ok) throw badRequest('failed to get HTTP URL content');
  if (!response.headers.get('content-type')?.startsWith('image/')) throw badRequest('wrong type of the web page content');
  const bytes = Buffer.from(await response.arrayBuffer());
  if (bytes.length > LARGEST_FETCHED) throw badRequest('failed to get HTTP URL content');
  return bytes;
}
