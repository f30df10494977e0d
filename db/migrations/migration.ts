/** One step of the schema. Landed migrations are never edited: a change is a new one. */
export interface Migration {
  readonly name: string;
  readonly statements: readonly string[];
}
