/** Holds calls back until as many as expected are there, and lets them on together; lets everybody pass when none is expected. */
export class Meeting {
  private missing = 0;
  private together = Promise.resolve();
  private begin = (): void => undefined;

  expect(count: number): void {
    this.missing = count;
    this.together = new Promise((resolve) => {
      this.begin = resolve;
    });
  }

  async join(): Promise<void> {
    if (this.missing === 0) return;
    this.missing -= 1;
    if (this.missing === 0) this.begin();
    await this.together;
  }
}
