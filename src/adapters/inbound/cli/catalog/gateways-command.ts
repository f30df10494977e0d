import type { ShopSettings } from '#use-cases/catalog/shop-settings.js';
import type { PaymentMethods } from '#use-cases/payments/payment-methods.js';
import type { CliCommand, Terminal } from '../cli-command.js';
import { printTable } from '../print-table.js';

const USAGE = 'gateways | gateways order <a,b,c> | gateways on <id> | gateways off <id>';

/** `gateways`: shows which gateways people are offered, puts them in order, switches them on and off. */
export class GatewaysCommand implements CliCommand {
  constructor(
    private readonly methods: PaymentMethods,
    private readonly settings: ShopSettings,
  ) {}

  async run([word, value = '']: readonly string[], terminal: Terminal): Promise<number> {
    if (word === undefined) return this.show(terminal);
    const ids = word === 'order' ? value.split(',') : [value];
    const known = this.methods.configured();
    const unknown = ids.filter((id) => !known.includes(id));
    if (!['order', 'on', 'off'].includes(word) || unknown.length > 0) {
      terminal.write(unknown.length > 0 && value !== '' ? `No such gateway here: ${unknown.join(', ')}. There are ${known.join(', ')}.` : USAGE);
      return 1;
    }
    const { order, off } = await this.settings.gateways();
    const others = off.filter((id) => !ids.includes(id));
    if (word === 'order') await this.settings.changeGateways({ order: ids, off });
    else await this.settings.changeGateways({ order, off: word === 'off' ? [...others, ...ids] : others });
    return this.show(terminal);
  }

  private async show(terminal: Terminal): Promise<number> {
    const listed = await this.methods.list();
    printTable(terminal, ['gateway', 'state', 'collects'], listed.map(({ id, on, currencies }) => [id, on ? 'on' : 'off', currencies.join(', ')]));
    return 0;
  }
}
