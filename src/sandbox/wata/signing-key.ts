import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** The key all webhooks are signed with. It is made when it is first needed, for that takes a moment. */
export class SigningKey {
  private key: KeyObject | undefined;

  sign(body: string | Uint8Array): string {
    return sign('RSA-SHA512', typeof body === 'string' ? Buffer.from(body, 'utf8') : body, this.current()).toString('base64');
  }

  publicPem(): string {
    return createPublicKey(this.current()).export({ type: 'spki', format: 'pem' }).toString();
  }

  /** From now on another one signs. */
  rotate(): void {
    this.key = newKey();
  }

  snapshot(): string | null {
    return this.key ? this.key.export({ type: 'pkcs8', format: 'pem' }).toString() : null;
  }

  restore(pem: string | null): void {
    this.key = pem === null ? undefined : createPrivateKey(pem);
  }

  private current(): KeyObject {
    return (this.key ??= newKey());
  }
}

function newKey(): KeyObject {
  return generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
}
