/** A refusal on the sandbox's own routes, sent as problem JSON; `code` is stable, `title` is for people. */
export class SandboxProblem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
  ) {
    super(title);
    this.name = 'SandboxProblem';
  }
}

export function invalid(code: string, title: string): SandboxProblem {
  return new SandboxProblem(400, code, title);
}
