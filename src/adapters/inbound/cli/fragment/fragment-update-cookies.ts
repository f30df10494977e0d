import type { ProviderSession } from '#use-cases/ports/providers/provider-session.js';
import type { CliCommand, Terminal } from '../cli-command.js';
import { mark, printTable } from '../print-table.js';

/** `fragment update-cookies < cookies.txt`: takes a browser's Cookie header from standard input, probes it, and keeps it if it is good. */
export class FragmentUpdateCookies implements CliCommand {
  constructor(private readonly session: ProviderSession) {}

  async run(args: readonly string[], terminal: Terminal): Promise<number> {
    if (args.length > 0) {
      terminal.write('Cookies go to standard input, so that no shell history keeps them: fragment update-cookies < cookies.txt');
      return 1;
    }
    const header = (await terminal.readInput()).trim();
    if (!header.includes('=') || /[\r\n]/.test(header)) {
      terminal.write('Standard input must hold one Cookie header: name=value; name=value');
      return 1;
    }
    const verdict = await this.session.updateCookies(header);
    const detail = verdict.accepted ? 'the new session is kept' : `${verdict.reason}; the session there was before stays`;
    printTable(terminal, ['session', 'state', 'detail'], [['fragment', mark(verdict.accepted), detail]]);
    return verdict.accepted ? 0 : 1;
  }
}
