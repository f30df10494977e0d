/** A call the panel refuses; the English cause stands in parentheses behind a sentence in the panel's language. */
export class PanelRefusal extends Error {
  constructor(cause: string) {
    super(cause);
    this.name = 'PanelRefusal';
  }
}

export function recordNotFound(): PanelRefusal {
  return new PanelRefusal('record not found');
}
