import { expect } from 'chai';
import { faultReport } from '../report/fault-report.js';

/** Whatever a suite of hostile inputs must never leave behind in the process itself. */
export class Strays {
  private readonly rejections: unknown[] = [];
  private readonly listener = (reason: unknown): void => void this.rejections.push(reason);

  watch(): void {
    process.on('unhandledRejection', this.listener);
  }

  /** Fails when a promise was dropped, or every object has got a new property. */
  expectNone(): void {
    process.off('unhandledRejection', this.listener);
    expect(this.rejections).to.deep.equal([]);
    expect(Object.keys(Object.prototype)).to.deep.equal([]);
    expect({}).not.to.have.property('polluted');
    faultReport.checked(3);
  }
}
