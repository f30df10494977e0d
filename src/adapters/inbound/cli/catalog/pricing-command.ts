import { DomainError } from '#domain/shared/domain-error.js';
import type { PricingSetting, ShopSettings } from '#use-cases/catalog/shop-settings.js';
import type { CliCommand, Terminal } from '../cli-command.js';

const USAGE = 'pricing fixed <TON per star> | pricing margin <percent over the Fragment quote> | pricing';

/** `pricing`: shows or changes how stars are priced. */
export class PricingCommand implements CliCommand {
  constructor(private readonly settings: ShopSettings) {}

  async run(args: readonly string[], terminal: Terminal): Promise<number> {
    if (args.length === 0) return this.show(terminal);
    const setting = parse(args);
    if (!setting) {
      terminal.write(USAGE);
      return 1;
    }
    try {
      await this.settings.changePricing(setting);
      return await this.show(terminal);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      terminal.write(`${error.message}. ${USAGE}`);
      return 1;
    }
  }

  private async show(terminal: Terminal): Promise<number> {
    const { pricing } = await this.settings.catalog();
    const words = pricing.mode === 'fixed' ? `${pricing.perStar.toString()} a star` : `the Fragment quote plus ${pricing.marginBasisPoints / 100} %`;
    terminal.write(`Stars are sold at ${words}.`);
    return 0;
  }
}

function parse([mode, value = '']: readonly string[]): PricingSetting | undefined {
  if (mode === 'fixed') return { mode, perStar: value };
  const percent = /^(\d{1,3})(?:\.(\d{1,2}))?$/.exec(value);
  if (mode !== 'margin' || !percent) return undefined;
  return { mode: 'quote', marginBasisPoints: Number(percent[1]) * 100 + Number((percent[2] ?? '').padEnd(2, '0')) };
}
