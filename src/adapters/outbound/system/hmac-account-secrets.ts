import { createHash, createHmac } from 'node:crypto';
import type { UserId } from '#domain/customers/customer.js';
import type { AccountSecret, AccountSecrets } from '#use-cases/ports/panels/account-secrets.js';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567';
const KEY_LENGTH = 26;
const SHORTEST_SECRET = 32;

/** Names and secrets from HMAC-SHA256 under one secret of at least 32 bytes. Whoever loses that secret loses every link. */
export class HmacAccountSecrets implements AccountSecrets {
  // A private name, so that nothing that prints an object prints it.
  readonly #secret: Uint8Array;

  constructor(secret: Uint8Array) {
    if (secret.byteLength < SHORTEST_SECRET) throw new Error(`the secret of accounts must be at least ${SHORTEST_SECRET} bytes long`);
    this.#secret = secret;
  }

  /** Takes no part of the secret: the name is shown to everybody who looks at a panel. */
  keyOf(subscriptionId: string): string {
    return `s_${base32(createHash('sha256').update(subscriptionId).digest(), KEY_LENGTH)}`;
  }

  of(subscriptionId: string, generation: number): AccountSecret {
    return {
      credential: asUuid(this.derive(`credential|${subscriptionId}|${generation}`)),
      // Hexadecimal, in which no panel finds a sign that it does not take in a link.
      linkToken: this.derive(`link|${subscriptionId}|${generation}`).toString('hex', 0, 16),
    };
  }

  personKey(userId: UserId): string {
    return this.derive(`person|${userId}`).toString('hex');
  }

  private derive(purpose: string): Buffer {
    return createHmac('sha256', this.#secret).update(purpose).digest();
  }
}

/** As RFC 4648 writes it, in small letters. */
function base32(bytes: Uint8Array, length: number): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return Array.from({ length }, (_, at) => LETTERS[Number.parseInt(bits.slice(at * 5, at * 5 + 5), 2)]).join('');
}

/** With the bits by which everybody takes it for a UUID of version 4. */
function asUuid(bytes: Buffer): string {
  const hex = bytes.toString('hex', 0, 16);
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
