import type { ConfigIssue, Environment } from '#adapters/outbound/kit/config-section.js';
import type { PanelDefinition } from '#adapters/outbound/kit/define-panel.js';
import { panels } from '#adapters/outbound/panels/index.js';
import type { PanelSettings } from '#use-cases/ports/panels/panel-vault.js';
import { readPanelTerms } from '#use-cases/vpn/panels/panel-terms.js';
import type { EnvironmentPanel } from '#use-cases/vpn/panels/register-panels.js';

/** A panel whose section of the configuration is complete; its kind is its id. */
export interface ConfiguredPanel extends EnvironmentPanel {
  /** How it is reached, by the names of its kind. */
  readonly settings: PanelSettings;
  readonly secrets: readonly string[];
}

/** Reads every kind's section: off when none of what it needs is set, a mistake for each part that is wrong. */
export function readPanels(environment: Environment, issues: ConfigIssue[]): readonly ConfiguredPanel[] {
  return panels.flatMap((definition) => readPanel(definition, environment, issues));
}

function readPanel(definition: PanelDefinition, environment: Environment, issues: ConfigIssue[]): readonly ConfiguredPanel[] {
  const { kind, prefix } = definition;
  const settings = sectionOf(environment, `${prefix}_`);
  const section = definition.parse(settings);
  if ('off' in section) return [];
  const read = readPanelTerms({ kind }, settings);
  const found = [...('issues' in section ? section.issues : []), ...('issues' in read ? read.issues : [])];
  issues.push(...found.map(({ name, message }) => ({ name: `${prefix}_${name}`, message })));
  if (!('config' in section) || !('terms' in read)) return [];
  return [{ kind, terms: read.terms, settings, secrets: definition.secrets(section.config) }];
}

/** What is set behind a prefix, by the names without it. */
function sectionOf(environment: Environment, prefix: string): PanelSettings {
  const set = Object.entries(environment).flatMap(([name, value]) => (name.startsWith(prefix) && value?.trim() ? [[name.slice(prefix.length), value.trim()] as const] : []));
  return Object.fromEntries(set);
}
