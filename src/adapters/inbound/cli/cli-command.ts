export interface Terminal {
  write(line: string): void;
  /** All of standard input, for what must not stand in a command line or a shell history. */
  readInput(): Promise<string>;
}

/** One command of the operator's command line. */
export interface CliCommand {
  /** Answers the exit code: 0 when all is well, 1 on trouble. */
  run(args: readonly string[], terminal: Terminal): Promise<number>;
}
