import type { UserId } from '#domain/customers/customer.js';

/** The secret parts of one generation of a subscription's links. */
export interface AccountSecret {
  /** A UUID. */
  readonly credential: string;
  readonly linkToken: string;
}

/** Names and secrets derived from ids under the shop's own secret: the same at every try, and nobody else can guess them. Pure. */
export interface AccountSecrets {
  /** What a subscription's account is called at every panel. */
  keyOf(subscriptionId: string): string;
  of(subscriptionId: string, generation: number): AccountSecret;
  /** Stands for a person, and stays when everything else about the person is deleted. */
  personKey(userId: UserId): string;
}
