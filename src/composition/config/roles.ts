/**
 * What one process of the shop does: `bot` talks with people, `webhook` takes in what gateways tell, `api` answers what operators
 * and programs ask, `worker` does what is owed. Health and metrics are everybody's.
 */
export const ROLES = ['bot', 'webhook', 'api', 'worker'] as const;

export type Role = (typeof ROLES)[number];

/** What gateways tell is only stored; all others look at the market, for prices, supply or delivery. */
export function needsMarket(roles: readonly Role[]): boolean {
  return roles.some((role) => role !== 'webhook');
}
