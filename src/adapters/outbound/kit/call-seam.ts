/** One call across the edge of the process: which system, and which step of it. */
export interface OutboundCall {
  readonly system: string;
  readonly step: string;
}

/**
 * Every statement and every outbound request passes through here, so that a fault plan can number them and cut
 * the service before, after or without an answer. In production it does nothing.
 */
export interface CallSeam {
  around<Result>(call: OutboundCall, work: () => Promise<Result>): Promise<Result>;
}

export const directCalls: CallSeam = {
  around: (_call, work) => work(),
};
