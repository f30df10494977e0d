/** A call the provider refuses, with the HTTP status and the words it does so with. */
export class WireRefusal extends Error {
  constructor(
    readonly status: number,
    readonly words: { readonly message: string } | { readonly errors: Readonly<Record<string, readonly string[]>> },
  ) {
    super('refused');
    this.name = 'WireRefusal';
  }
}
