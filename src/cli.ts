import { text } from 'node:stream/consumers';
import { runCommand } from '#composition/cli.js';
import { readEnvironment } from '#composition/config/environment.js';

const terminal = {
  write: (line: string) => void process.stdout.write(`${line}\n`),
  readInput: () => text(process.stdin),
};

try {
  process.exitCode = await runCommand(process.argv.slice(2), readEnvironment(), terminal);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
