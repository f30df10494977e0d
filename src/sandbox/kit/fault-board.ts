export type SystemName = 'telegram' | 'heleket' | 'fragment' | 'ton' | 'yookassa' | 'wata' | 'cryptobot' | 'marzban' | 'remnawave' | '3x-ui';

/**
 * slow: answers correctly, seconds late. failing: refuses with a server error and does nothing. silent: does the thing but its
 * answer (or webhook) never arrives. lying: answers well-formed untruth; what that is, each stand-in documents.
 */
export const FAULT_MODES = ['slow', 'failing', 'silent', 'lying'] as const;
export type FaultMode = (typeof FAULT_MODES)[number];

export interface ArmedFault {
  readonly target: SystemName;
  readonly mode: FaultMode;
  /** How many more calls it strikes; undefined = until cleared. */
  readonly times: number | undefined;
}

/** The switches of the outside world: at most one fault a system. */
export class FaultBoard {
  private readonly armed = new Map<SystemName, ArmedFault>();

  arm(fault: ArmedFault): void {
    this.armed.set(fault.target, fault);
  }

  clear(): void {
    this.armed.clear();
  }

  list(): readonly ArmedFault[] {
    return [...this.armed.values()];
  }

  /** The fault that strikes this call, counted down; undefined when the system is well. */
  take(target: SystemName): FaultMode | undefined {
    const fault = this.armed.get(target);
    if (!fault) return undefined;
    if (fault.times === undefined) return fault.mode;
    if (fault.times <= 1) this.armed.delete(target);
    else this.armed.set(target, { ...fault, times: fault.times - 1 });
    return fault.mode;
  }

  /** The fault without counting it, for work that happens beside a call (a webhook, a block). */
  peek(target: SystemName): FaultMode | undefined {
    return this.armed.get(target)?.mode;
  }
}
