import { randomBytes } from 'node:crypto';
import { badRequest } from '../bot-api-error.js';
import { imageShape } from '../image-shape.js';
import type { Photo } from './chat.js';

const KEPT_PHOTOS = 100;
const LARGEST_PHOTO = 10 * 1024 * 1024;

interface StoredPhoto extends Photo {
  readonly type: string;
  readonly bytes: Buffer;
}

export type AlbumState = readonly (Omit<StoredPhoto, 'bytes'> & { readonly base64: string })[];

/** Pictures the bot sent, kept to be shown and to be sent again by their id. */
export class PhotoAlbum {
  private photos = new Map<string, StoredPhoto>();

  find(fileId: string): StoredPhoto | undefined {
    return this.photos.get(fileId);
  }

  add(bytes: Buffer): Photo {
    if (bytes.length === 0) throw badRequest('file must be non-empty');
    if (bytes.length > LARGEST_PHOTO) throw badRequest('too big Photo file');
    const shape = imageShape(bytes);
    if (!shape) throw badRequest('IMAGE_PROCESS_FAILED');
    if (shape.width + shape.height > 10_000) throw badRequest('PHOTO_INVALID_DIMENSIONS');
    const fileId = `AgACAgIAAxk${randomBytes(18).toString('base64url')}`;
    const photo = { fileId, ...shape, size: bytes.length, bytes };
    this.photos.set(fileId, photo);
    const [oldest] = this.photos.keys();
    if (this.photos.size > KEPT_PHOTOS && oldest !== undefined) this.photos.delete(oldest);
    return describe(photo);
  }

  /** A picture sent before, by the id Telegram gave it. */
  again(fileId: string): Photo {
    const photo = this.photos.get(fileId);
    if (!photo) throw badRequest('wrong file identifier/HTTP URL specified');
    return describe(photo);
  }

  snapshot(): AlbumState {
    return [...this.photos.values()].map(({ bytes, ...photo }) => ({ ...photo, base64: bytes.toString('base64') }));
  }

  restore(state: AlbumState): void {
    const photos = state.map(({ base64, ...photo }) => ({ ...photo, bytes: Buffer.from(base64, 'base64') }));
    this.photos = new Map(photos.map((photo) => [photo.fileId, photo]));
  }
}

function describe({ fileId, width, height, size }: StoredPhoto): Photo {
  return { fileId, width, height, size };
}
