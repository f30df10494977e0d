import { DomainError } from './domain-error.js';

export class ImpossibleMove extends DomainError {
  constructor(machine: string, from: string, to: string) {
    super('state.impossible-move', 'conflict', `${machine} cannot go from ${from} to ${to}`, { machine, from, to });
  }
}

/** A state table: for each state, the states it may go to. A state with no entry is left by nothing. */
export type StateTable<State extends string> = Readonly<Record<State, readonly State[]>>;

/** A named state machine: the one place that says which moves exist. The database holds the same edges in `state_edges`. */
export class StateMachine<State extends string> {
  constructor(
    readonly name: string,
    readonly table: StateTable<State>,
  ) {}

  allows(from: State, to: State): boolean {
    return this.table[from].includes(to);
  }

  /** Returns `to` when the move exists; throws `ImpossibleMove` otherwise. */
  move(from: State, to: State): State {
    if (!this.allows(from, to)) throw new ImpossibleMove(this.name, from, to);
    return to;
  }

  isTerminal(state: State): boolean {
    return this.table[state].length === 0;
  }

  edges(): readonly (readonly [from: State, to: State])[] {
    return (Object.entries(this.table) as [State, readonly State[]][]).flatMap(([from, tos]) => tos.map((to) => [from, to] as const));
  }
}
