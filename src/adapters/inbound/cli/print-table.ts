import type { Terminal } from './cli-command.js';

/** Prints rows in aligned columns under a rule. */
export function printTable(terminal: Terminal, header: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  terminal.write(line(header));
  terminal.write(widths.map((width) => '─'.repeat(width)).join('  '));
  for (const row of rows) terminal.write(line(row));
}

export function mark(ok: boolean): string {
  return ok ? 'ok' : 'TROUBLE';
}
