import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { promisify } from 'node:util';

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Seals texts with AES-256-GCM under a key derived, once, from a configured one. */
export class VaultKey {
  readonly #configured: string;
  #derived: Promise<Buffer> | undefined;

  /** `purpose` keeps the keys of two vaults apart where both were given the same text. */
  constructor(
    configured: string,
    private readonly purpose: string,
  ) {
    this.#configured = configured;
  }

  /** `name` is bound to what is sealed, so that it does not pass for anything else. */
  async seal(name: string, value: string): Promise<Buffer> {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(CIPHER, await this.key(), iv).setAAD(Buffer.from(name));
    const body = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), body]);
  }

  /** Throws where the key or the name is another one, or a byte was altered. */
  async open(name: string, sealed: Buffer): Promise<string> {
    const decipher = createDecipheriv(CIPHER, await this.key(), sealed.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES }).setAAD(Buffer.from(name));
    decipher.setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
  }

  private key(): Promise<Buffer> {
    this.#derived ??= promisify<string, string, number, Buffer>(scrypt)(this.#configured, this.purpose, KEY_BYTES);
    return this.#derived;
  }
}
