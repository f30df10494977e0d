/** A call the provider refuses, with the code and the name it does so with. */
export class WireRefusal extends Error {
  constructor(
    readonly code: number,
    readonly wireName: string,
  ) {
    super(wireName);
    this.name = 'WireRefusal';
  }
}
