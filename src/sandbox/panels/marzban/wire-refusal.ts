/** A call the panel refuses; without a detail it stumbles, in plain text and whatever it has done by then. */
export class WireRefusal extends Error {
  constructor(
    readonly status: number,
    readonly detail?: string | Readonly<Record<string, string>>,
  ) {
    super('refused');
    this.name = 'WireRefusal';
  }
}
