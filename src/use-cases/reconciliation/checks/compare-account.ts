import { accountSubject, type Discrepancy, type DiscrepancyKind } from '#domain/reconciliation/discrepancy.js';
import type { PanelAccountState } from '../../ports/panels/vpn-panel.js';
import type { BookedAccount } from '../../queries/panel-account-queries.js';
import type { Window } from './window.js';

const OUR_MARKER = 'shop:';
const LONGEST_MARKER = 60;

export interface AccountTerms extends Pick<Window, 'until' | 'settledBefore'> {
  readonly panelId: string;
  /** Whether the panel limits devices at all. */
  readonly limitsDevices: boolean;
}

/** By what an account shows that it was made for this subscription. */
export function markerOf(subscriptionId: string): string {
  return `${OUR_MARKER}${subscriptionId}`;
}

/** What is wrong between an account as our rows have it and as the panel shows it; undefined stands for none on that side. */
export function compareAccount(ours: BookedAccount | undefined, theirs: PanelAccountState | undefined, terms: AccountTerms): Discrepancy | undefined {
  const key = ours?.key ?? theirs?.key;
  const kind = kindOf(ours, theirs, terms);
  if (!kind || key === undefined) return undefined;
  const facts = {
    panel: terms.panelId,
    account: key,
    subscription: ours?.subscriptionId ?? 'none',
    marker: theirs?.marker?.slice(0, LONGEST_MARKER) ?? 'none',
    ...(kind === 'account-drifted' && ours && theirs ? differences(ours, theirs, terms) : {}),
  };
  // All accounts are compared at every run, however old they are: each falls into every window.
  return { kind, source: `panel:${terms.panelId}`, subject: accountSubject(terms.panelId, key), subjectAt: terms.until, facts };
}

function kindOf(ours: BookedAccount | undefined, theirs: PanelAccountState | undefined, terms: AccountTerms): DiscrepancyKind | undefined {
  if (!theirs) return ours && isSettled(ours, terms) && isOpen(ours, terms) ? 'account-missing' : undefined;
  if (!ours) return theirs.marker?.startsWith(OUR_MARKER) ? 'account-orphaned' : undefined;
  if (theirs.marker !== markerOf(ours.subscriptionId)) return ours.state === 'gone' ? undefined : 'account-foreign';
  // A panel is told before the row says so: what was told a moment ago may look undone.
  if (!isQuiet(ours, terms)) return undefined;
  if (ours.state === 'gone' || (ours.settled && ours.subscriptionState === 'closed')) return 'account-orphaned';
  return ours.settled && Object.keys(differences(ours, theirs, terms)).length > 0 ? 'account-drifted' : undefined;
}

function isSettled(ours: BookedAccount, terms: AccountTerms): boolean {
  return ours.settled && isQuiet(ours, terms);
}

function isQuiet({ checkedAt }: BookedAccount, { settledBefore }: AccountTerms): boolean {
  return checkedAt !== undefined && checkedAt < settledBefore;
}

function isOpen({ subscriptionState, expiresAt }: BookedAccount, { until }: AccountTerms): boolean {
  return subscriptionState === 'active' && expiresAt > until;
}

/**
 * How it is there and how it shall be, by what differs. Where nothing shall run, all that counts is that nothing does: some panels
 * take no end that has passed.
 */
function differences(ours: BookedAccount, theirs: PanelAccountState, terms: AccountTerms): Readonly<Record<string, string>> {
  if (!isOpen(ours, terms)) return theirs.status === 'active' ? { enabled: pair('yes', 'no') } : {};
  const { traffic, devices } = ours.allowance;
  const differing: Record<string, string> = {};
  if (!theirs.enabled) differing['enabled'] = pair('no', 'yes');
  if (secondOf(theirs.expiresAt) !== secondOf(ours.expiresAt)) differing['expires'] = pair(theirs.expiresAt?.toISOString() ?? 'never', ours.expiresAt.toISOString());
  if (theirs.trafficLimitBytes !== traffic) differing['traffic'] = pair(String(theirs.trafficLimitBytes ?? 'unlimited'), String(traffic ?? 'unlimited'));
  if (terms.limitsDevices && theirs.deviceLimit !== devices) differing['devices'] = pair(String(theirs.deviceLimit ?? 'unlimited'), String(devices ?? 'unlimited'));
  return differing;
}

function pair(there: string, here: string): string {
  return `${there} there, ${here} here`;
}

function secondOf(date: Date | undefined): number | undefined {
  return date && Math.floor(date.getTime() / 1000);
}
