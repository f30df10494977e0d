export interface AuditCheck {
  /** Invariant id of docs/reliability.md, such as `I1`. */
  readonly id: string;
  readonly title: string;
  /** How many things were looked at. */
  readonly counted: number;
  /** The rows that break it, at most 20. */
  readonly violations: readonly Readonly<Record<string, unknown>>[];
}

export interface LedgerOverview {
  readonly accounts: readonly { readonly kind: string; readonly userId: number | null; readonly currency: string; readonly balance: string }[];
  readonly transfers: readonly {
    readonly ref: string;
    readonly kind: string;
    readonly from: string;
    readonly to: string;
    readonly amount: string;
    readonly currency: string;
    readonly at: string;
  }[];
}

/** Checks the invariants on the live database; reads only. */
export interface LedgerAudit {
  verify(): Promise<readonly AuditCheck[]>;
  /** Accounts that are not empty, and the newest transfers; amounts as plain decimals. */
  overview(limit: number): Promise<LedgerOverview>;
}
