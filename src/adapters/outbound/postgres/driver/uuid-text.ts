const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Ids arrive in buttons and webhooks: what is no UUID names nothing, and Postgres would refuse to compare it. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}
