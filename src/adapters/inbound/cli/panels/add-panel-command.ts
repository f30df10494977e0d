import { DomainError } from '#domain/shared/domain-error.js';
import type { AddPanel, AddPanelOutcome } from '#use-cases/vpn/panels/add-panel.js';
import type { CliCommand, Terminal } from '../cli-command.js';
import { findingLines } from './trouble-words.js';

const USAGE = [
  'panel add <id> <kind> < settings.txt',
  'Standard input holds one NAME=value a line, so that no shell history keeps a secret: PLACEMENT (with commas between), TITLE and',
  'CAPACITY where wanted, and the variables of the kind in .env.example without its prefix, such as BASE_URL.',
].join('\n');

/** `panel add`: reads the settings from standard input, tests them, and keeps them sealed when the panel can be used. */
export class AddPanelCommand implements CliCommand {
  constructor(private readonly addPanel: AddPanel) {}

  async run([id, kind, ...more]: readonly string[], terminal: Terminal): Promise<number> {
    if (id === undefined || kind === undefined || more.length > 0) {
      terminal.write(USAGE);
      return 1;
    }
    const settings = settingsIn(await terminal.readInput());
    if (!settings) {
      terminal.write(`A line of standard input is no NAME=value.\n${USAGE}`);
      return 1;
    }
    try {
      return show(id, await this.addPanel.execute({ id, kind, settings }), terminal);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      terminal.write(`Nothing was kept: ${error.message}.`);
      return 1;
    }
  }
}

function show(id: string, outcome: AddPanelOutcome, terminal: Terminal): number {
  if ('issues' in outcome) {
    terminal.write(['Nothing was kept. The settings have mistakes:', ...outcome.issues.map(({ name, message }) => `  ${name} ${message}`)].join('\n'));
    return 1;
  }
  if (outcome.kept === undefined) terminal.write('Nothing was kept: the connection test failed.');
  for (const line of findingLines(outcome.finding)) terminal.write(line);
  if (outcome.kept === undefined) return 1;
  const { version } = outcome.finding;
  terminal.write(`${id} ${outcome.kept === 'added' ? 'is added' : 'has its new settings'}${version === undefined ? '' : ` (version ${version})`}. Running processes know it within seconds.`);
  return 0;
}

/** Empty lines and those that begin with # are left out; undefined for a line that is neither these nor a setting. */
function settingsIn(input: string): Readonly<Record<string, string>> | undefined {
  const settings: Record<string, string> = {};
  for (const line of input.split(/\r?\n/).map((text) => text.trim())) {
    if (line === '' || line.startsWith('#')) continue;
    const [, name, value] = /^([A-Z][A-Z0-9_]*)\s*=\s*(.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) return undefined;
    if (value !== '') settings[name] = value;
  }
  return settings;
}
