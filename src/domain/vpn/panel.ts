import { DomainError } from '../shared/domain-error.js';
import type { Allowance } from './plan.js';

/** A panel as an operator keeps it. How it is reached is a secret and not here. */
export interface Panel {
  /** Part of buttons, metrics and rows: `^[a-z0-9-]{1,16}$`. */
  readonly id: string;
  /** Which adapter speaks to it. */
  readonly kind: string;
  /** What buyers read, such as a country. */
  readonly title: string;
  /** Where its accounts are put: inbound tags, squad uuids or inbound ids. */
  readonly placement: readonly string[];
  /** How many accounts it takes; undefined = as many as come. */
  readonly capacity: number | undefined;
  /** `closed` takes no newcomers; who lives there stays. */
  readonly state: 'open' | 'closed';
  /** Its place among the others. */
  readonly position: number;
}

/** There is no such panel, or nothing is known of how to reach it. */
export class UnknownPanel extends DomainError {
  constructor(panel: string) {
    super('vpn.unknown-panel', 'not-found', 'there is no such panel', { panel: panel.slice(0, 40) });
  }
}

/** What is wrong with a panel as an operator describes it. */
export class PanelRefused extends DomainError {
  constructor(
    readonly field: 'id' | 'title' | 'placement' | 'capacity',
    message: string,
  ) {
    super('vpn.panel-refused', 'invalid', message, { field });
  }
}

/** No panel that a plan may live on takes a newcomer; nothing was sold. */
export class NoPlace extends DomainError {
  constructor() {
    super('vpn.no-place', 'unavailable', 'no panel has room for another account');
  }
}

const ID = /^[a-z0-9-]{1,16}$/;
const LONGEST_TITLE = 40;
const LONGEST_PLACE = 100;
const LARGEST_CAPACITY = 1_000_000;

/** Throws `PanelRefused` for the first thing that is wrong. */
export function checkPanel(panel: Panel): Panel {
  const { id, title, placement, capacity } = panel;
  if (!ID.test(id)) throw new PanelRefused('id', 'an id has up to 16 small letters, digits and dashes');
  if (title.trim() === '' || title.length > LONGEST_TITLE) throw new PanelRefused('title', `a title has 1 to ${LONGEST_TITLE} characters`);
  if (placement.length === 0) throw new PanelRefused('placement', 'a placement names one inbound or squad at least');
  if (placement.some((place) => place.trim() === '' || place.length > LONGEST_PLACE)) throw new PanelRefused('placement', `a place has 1 to ${LONGEST_PLACE} characters`);
  const isCount = capacity === undefined || (Number.isInteger(capacity) && capacity > 0 && capacity <= LARGEST_CAPACITY);
  if (!isCount) throw new PanelRefused('capacity', `a capacity is a whole number from 1 to ${LARGEST_CAPACITY}`);
  return panel;
}

/** The one panel of a kind that the environment describes bears the kind's name; what is added by hand bears another. */
export function isOfEnvironment({ id, kind }: Pick<Panel, 'id' | 'kind'>): boolean {
  return id === kind;
}

/** Where a newcomer lives: on all panels of a plan that spans them, else on the emptiest that has room. Throws `NoPlace`. */
export function placesFor(allowance: Allowance, panels: readonly Panel[], accounts: ReadonlyMap<string, number>): readonly Panel[] {
  const taken = ({ id }: Panel): number => accounts.get(id) ?? 0;
  const free = panels.filter((panel) => isFree(allowance, panel, accounts));
  const [first, ...others] = free;
  if (!first) throw new NoPlace();
  if (allowance.spans) return free;
  const fullness = (panel: Panel): number => taken(panel) / (panel.capacity ?? 1_000_000);
  return [others.reduce((best, panel) => (fullness(panel) < fullness(best) ? panel : best), first)];
}

/** Whether a newcomer would find a place. */
export function hasPlaceFor(allowance: Allowance, panels: readonly Panel[], accounts: ReadonlyMap<string, number>): boolean {
  return panels.some((panel) => isFree(allowance, panel, accounts));
}

function isFree(allowance: Allowance, panel: Panel, accounts: ReadonlyMap<string, number>): boolean {
  return panel.state === 'open' && isAllowed(allowance, panel) && (accounts.get(panel.id) ?? 0) < (panel.capacity ?? Infinity);
}

function isAllowed({ panels }: Allowance, { id }: Panel): boolean {
  return panels.length === 0 || panels.includes(id);
}
