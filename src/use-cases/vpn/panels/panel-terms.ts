import { checkPanel, type Panel, PanelRefused } from '#domain/vpn/panel.js';
import type { SettingIssue } from '../../ports/panels/panel-kinds.js';

/** What an operator says of a panel besides how it is reached. */
export type PanelTerms = Pick<Panel, 'title' | 'placement' | 'capacity'>;

/** The names under which it is said, in the environment behind the prefix of the kind. */
export const TERM_NAMES = ['PLACEMENT', 'TITLE', 'CAPACITY'] as const;

/** Reads a panel's terms from texts by their names: a placement is a list with commas between, a title is the kind unless told. */
export function readPanelTerms(panel: Pick<Panel, 'kind'>, texts: Readonly<Record<string, string | undefined>>): { readonly terms: PanelTerms } | { readonly issues: readonly SettingIssue[] } {
  const said = (name: (typeof TERM_NAMES)[number]): string | undefined => texts[name]?.trim() || undefined;
  const placement = said('PLACEMENT');
  const terms = {
    title: said('TITLE') ?? panel.kind,
    placement: placement === undefined ? [] : placesIn(placement),
    capacity: capacityIn(said('CAPACITY')),
  };
  const issues = [
    ...(placement === undefined ? [{ name: 'PLACEMENT', message: 'is missing: it says where accounts are put' }] : issueOf(panel, { placement: terms.placement })),
    ...issueOf(panel, { title: terms.title }),
    ...issueOf(panel, { capacity: terms.capacity }),
  ];
  return issues.length > 0 ? { issues } : { terms };
}

export function placesIn(list: string): readonly string[] {
  return [...new Set(list.split(',').map((place) => place.trim()).filter(Boolean))];
}

/** What is no number at all is none that a panel can have. */
export function capacityIn(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  return /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
}

function issueOf({ kind }: Pick<Panel, 'kind'>, part: Partial<PanelTerms>): readonly SettingIssue[] {
  try {
    // The id is not a term: an operator who has named the panel wrongly is told so apart.
    checkPanel({ id: 'any', kind, title: kind, placement: ['any'], capacity: undefined, state: 'open', position: 0, ...part });
    return [];
  } catch (error) {
    if (error instanceof PanelRefused) return [{ name: error.field.toUpperCase(), message: `is not valid: ${error.message}` }];
    throw error;
  }
}
