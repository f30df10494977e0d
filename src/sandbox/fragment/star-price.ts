export interface StarPriceState {
  readonly nanoPerStar: string;
  readonly drifts: boolean;
}

const FIRST_NANO_PER_STAR = 4_500_000n;
const STEP_MS = 30_000;
const STEPS_IN_A_WAVE = 40;
/** One step is a twentieth of a percent, so the wave stays within half a percent of the basis. */
const STEP_DIVISOR = 2_000n;
const SHOWN_NANO = 100_000n;

/** What a star costs: a basis that somebody sets, and a slow wave around it that depends on nothing but the time. */
export class StarPrice {
  private basis = FIRST_NANO_PER_STAR;
  private drifts = true;

  set(nanoPerStar: bigint, drifts: boolean): void {
    if (nanoPerStar <= 0n) throw new RangeError('a star costs something');
    this.basis = nanoPerStar;
    this.drifts = drifts;
  }

  nanoPerStar(at: Date): bigint {
    if (!this.drifts) return this.basis;
    const step = Math.floor(at.getTime() / STEP_MS) % STEPS_IN_A_WAVE;
    const half = STEPS_IN_A_WAVE / 2;
    const offset = (step < half ? step : STEPS_IN_A_WAVE - step) - half / 2;
    return this.basis + (this.basis * BigInt(offset)) / STEP_DIVISOR;
  }

  /** The price in nanotons, rounded up to the four decimals the site shows. */
  amountFor(stars: number, at: Date): bigint {
    const exact = this.nanoPerStar(at) * BigInt(stars);
    return ((exact + SHOWN_NANO - 1n) / SHOWN_NANO) * SHOWN_NANO;
  }

  snapshot(): StarPriceState {
    return { nanoPerStar: this.basis.toString(), drifts: this.drifts };
  }

  restore(state: StarPriceState): void {
    this.set(BigInt(state.nanoPerStar), state.drifts);
  }

  reset(): void {
    this.set(FIRST_NANO_PER_STAR, true);
  }
}

const NANO_DIGITS = 9;

/** `456100000` nanotons as `0.4561`. */
export function decimalTon(nano: bigint): string {
  const digits = nano.toString().padStart(NANO_DIGITS + 1, '0');
  const fraction = digits.slice(-NANO_DIGITS).replace(/0+$/, '');
  return fraction === '' ? digits.slice(0, -NANO_DIGITS) : `${digits.slice(0, -NANO_DIGITS)}.${fraction}`;
}
