import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { CliCommand } from '#adapters/inbound/cli/cli-command.js';
import { FragmentStatus } from '#adapters/inbound/cli/fragment/fragment-status.js';
import { FragmentUpdateCookies } from '#adapters/inbound/cli/fragment/fragment-update-cookies.js';
import { PricingCommand } from '#adapters/inbound/cli/catalog/pricing-command.js';
import { findCommand } from '#composition/cli.js';
import { aShop } from '../../builders/shop/a-shop.js';

async function run(command: CliCommand, args: readonly string[], input = ''): Promise<{ code: number; output: string }> {
  const lines: string[] = [];
  const code = await command.run(args, { write: (line) => void lines.push(line), readInput: () => Promise.resolve(input) });
  return { code, output: lines.join('\n') };
}

describe('a command', () => {
  describe('that updates cookies', () => {
    const offered: string[] = [];
    const command = new FragmentUpdateCookies({
      precheck: () => Promise.resolve({ accepted: true, reason: 'answers' }),
      updateCookies: (header) => {
        offered.push(header);
        return Promise.resolve({ accepted: true, reason: 'answers' });
      },
    });

    it('takes them from standard input, never from the command line', async () => {
      const { code, output } = await run(command, ['stel_ssid=1']);
      expect(output).to.contain('so that no shell history keeps them');
      expect(code).to.equal(1);
      expect(offered).to.deep.equal([]);
    });

    it('wants one header', async () => {
      for (const input of ['', 'hello', 'a=1\nb=2']) expect((await run(command, [], input)).code).to.equal(1);
      expect(offered).to.deep.equal([]);
      expect((await run(command, [], ' a=1; b=2\n')).code).to.equal(0);
      expect(offered).to.deep.equal(['a=1; b=2']);
    });
  });

  it('that shows the market says when an operator is needed', async () => {
    const { stars } = aShop();
    const status = new FragmentStatus(stars);
    expect(await run(status, [])).to.include({ code: 0 });
    stars.health = () => Promise.resolve({ ok: false, checks: [{ name: 'session', ok: false, detail: 'expired' }], walletBalance: undefined, trouble: 'session-dead' });
    const { code, output } = await run(status, []);
    expect(output).to.match(/session +TROUBLE +expired/).and.contain('An operator is needed: session-dead');
    expect(code).to.equal(1);
  });

  describe('that prices stars', () => {
    const price = (...words: string[]) => run(new PricingCommand(aShop().settings), words);

    it('shows how they are priced', async () => {
      expect(await price()).to.deep.equal({ code: 0, output: 'Stars are sold at the Fragment quote plus 50 %.' });
    });

    it('fixes the price or the margin', async () => {
      expect(await price('fixed', '0.01')).to.deep.equal({ code: 0, output: 'Stars are sold at 0.01 TON a star.' });
      expect(await price('margin', '12.5')).to.deep.equal({ code: 0, output: 'Stars are sold at the Fragment quote plus 12.5 %.' });
    });

    it('refuses what is no price', async () => {
      for (const words of [['fixed', 'cheap'], ['fixed', '0'], ['fixed', '-1'], ['margin', 'x'], ['margin', '1.234'], ['free']]) {
        const { code, output } = await price(...words);
        expect(output, words.join(' ')).to.contain('pricing fixed <TON per star>');
        expect(code).to.equal(1);
      }
    });
  });

  it('that checks the ledger says so where there is none', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'polaris-'));
    const refusal = await findCommand(['ledger', 'verify'])?.open({ DATA_DIR: folder }).catch((error: unknown) => error);
    await rm(folder, { recursive: true, force: true });
    expect(String(refusal)).to.contain('no shop has been opened on this database yet');
  });
});
