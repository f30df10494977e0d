import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { ProviderError } from '#use-cases/ports/providers/provider-error.js';
import type { Clock } from '#use-cases/ports/runtime/clock.js';
import type { WataApi } from '../api.js';
import { publicKeySchema } from '../wire.js';

const PROVIDER = 'wata';
const GOOD_FOR_MS = 6 * 3_600_000;
/** However many webhooks do not fit, the provider is asked for its key no more often. */
const MISMATCH_PAUSE_MS = 60_000;
/** The same while there is none at all. */
const MISSING_PAUSE_MS = 5_000;
const LEAST_BITS = 2048;

/** The keys Wata signs webhooks with: the newest and the one before, for a webhook may be signed before a change and come after it. */
export class PublicKeys {
  private keys: readonly KeyObject[] = [];
  private readAt = Number.NEGATIVE_INFINITY;
  private triedAt = Number.NEGATIVE_INFINITY;
  private reading: Promise<void> | undefined;

  constructor(
    private readonly api: WataApi,
    private readonly clock: Clock,
  ) {}

  /** Pure. RSASSA-PKCS1-v1_5 with SHA-512; false while no key is known. */
  verify(body: Uint8Array, signature: Uint8Array): boolean {
    return this.keys.some((key) => verify('RSA-SHA512', body, key, signature));
  }

  /**
   * Reads the key where it is missing or where `fits` says that the known ones do not fit, and in the background where they have
   * grown old. Throws `ProviderError` only while there is no key.
   */
  async prepare(fits: () => boolean): Promise<void> {
    if (this.isEmpty()) {
      await this.read(MISSING_PAUSE_MS);
      if (this.isEmpty()) throw new ProviderError(PROVIDER, 'unavailable', 'has not told its public key');
      return;
    }
    const old = this.clock.now().getTime() - this.readAt > GOOD_FOR_MS;
    if (!fits()) await this.read(MISMATCH_PAUSE_MS).catch(keepKnown);
    // Nobody waits for this one, and the known key serves on.
    else if (old) void this.read(MISMATCH_PAUSE_MS).catch(() => undefined);
  }

  private isEmpty(): boolean {
    return this.keys.length === 0;
  }

  /** One read at a time; does nothing when the last one is too recent. */
  private read(pauseMs: number): Promise<void> {
    if (this.reading) return this.reading;
    const now = this.clock.now().getTime();
    if (now - this.triedAt < pauseMs) return Promise.resolve();
    this.triedAt = now;
    this.reading = this.fetch().finally(() => {
      this.reading = undefined;
    });
    return this.reading;
  }

  private async fetch(): Promise<void> {
    const { value } = await this.api.call({ step: 'public-key', path: '/public-key', answer: publicKeySchema, open: true });
    const key = keyOf(value);
    this.readAt = this.clock.now().getTime();
    const [newest] = this.keys;
    if (!newest?.equals(key)) this.keys = newest ? [key, newest] : [key];
  }
}

/** The PEM may come with its line ends spelled out. */
function keyOf(value: string): KeyObject {
  let key: KeyObject;
  try {
    key = createPublicKey(value.replaceAll('\\n', '\n'));
  } catch {
    throw new ProviderError(PROVIDER, 'unavailable', 'its public key cannot be read');
  }
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (key.asymmetricKeyType !== 'rsa' || bits < LEAST_BITS) throw new ProviderError(PROVIDER, 'unavailable', 'its public key is of another kind');
  return key;
}

/** A webhook that does not fit the known keys is refused then, and comes again. */
function keepKnown(error: unknown): void {
  if (!(error instanceof ProviderError)) throw error;
}
