/** Each night looks elsewhere; what it printed as its seed repeats it. */
export function mochaGlobalSetup(): void {
  process.env.FAULTS_SEED ??= String(Date.now() % 2 ** 31);
}
