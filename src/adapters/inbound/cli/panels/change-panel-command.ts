import { DomainError } from '#domain/shared/domain-error.js';
import type { ChangePanel, PanelChange } from '#use-cases/vpn/panels/change-panel.js';
import { capacityIn, placesIn } from '#use-cases/vpn/panels/panel-terms.js';
import type { CliCommand, Terminal } from '../cli-command.js';
import { findingLines } from './trouble-words.js';

export type ChangeWord = 'open' | 'close' | 'placement' | 'capacity';

const USAGE: Readonly<Record<ChangeWord, string>> = {
  open: 'panel open <id>',
  close: 'panel close <id>',
  placement: 'panel placement <id> <inbounds or squads with commas between>',
  capacity: 'panel capacity <id> <number of accounts | none>',
};

const DONE: Readonly<Record<ChangeWord, string>> = {
  open: 'It takes newcomers.',
  close: 'It takes no newcomers; who lives there stays.',
  placement: 'Accounts are put there from now on; those that are there follow when they are next changed.',
  capacity: 'It is full at that; who lives there stays.',
};

/** `panel open`, `panel close`, `panel placement`, `panel capacity`: what an operator may change about a panel. */
export class ChangePanelCommand implements CliCommand {
  constructor(
    private readonly word: ChangeWord,
    private readonly changePanel: ChangePanel,
  ) {}

  async run([panelId, ...rest]: readonly string[], terminal: Terminal): Promise<number> {
    const change = this.changeIn(rest);
    if (panelId === undefined || !change) {
      terminal.write(USAGE[this.word]);
      return 1;
    }
    try {
      const outcome = await this.changePanel.execute({ panelId, change });
      terminal.write(outcome.changed ? DONE[this.word] : ['Nothing was changed: the connection test failed.', ...findingLines(outcome.finding)].join('\n'));
      return outcome.changed ? 0 : 1;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      terminal.write(`Nothing was changed: ${error.message}.`);
      return 1;
    }
  }

  private changeIn(rest: readonly string[]): PanelChange | undefined {
    if (this.word === 'open' || this.word === 'close') return rest.length > 0 ? undefined : { state: this.word === 'open' ? 'open' : 'closed' };
    // A tag may have a space in it that nobody quoted.
    const value = rest.join(' ').trim();
    if (value === '') return undefined;
    if (this.word === 'placement') return { placement: placesIn(value) };
    return { capacity: value === 'none' ? undefined : capacityIn(value) };
  }
}
