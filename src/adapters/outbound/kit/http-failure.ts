/** `not-sent`: surely nothing happened there. `unknown`: the request may have been carried out. */
export class HttpFailure extends Error {
  constructor(
    readonly outcome: 'not-sent' | 'unknown',
    readonly system: string,
    readonly reason: string,
  ) {
    super(`${system}: ${reason}`);
    this.name = 'HttpFailure';
  }
}
