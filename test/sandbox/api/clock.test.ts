import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { createSandbox, type Sandbox } from '#sandbox/sandbox.js';
import { NamedShop, SandboxLab, call, post } from './sandbox-lab.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('the clock of the sandbox', () => {
  const lab = new SandboxLab();
  const begun = new Date('2026-03-01T12:00:00.000Z');
  const now = (): Date => begun;

  afterEach(() => lab.close());

  const STEPS: readonly (readonly [unknown, number])[] = [
    ['3d', 3 * DAY],
    ['12h', 12 * HOUR],
    ['30m', HOUR / 2],
    ['45s', 45_000],
    [90, 90_000],
    [0.5, 500],
  ];
  for (const [advance, step] of STEPS) {
    it(`goes ahead by ${JSON.stringify(advance)}`, async () => {
      const sandbox = await lab.open({ now });
      const reading = { now: new Date(begun.getTime() + step).toISOString(), aheadSeconds: step / 1000 };
      expect((await post(sandbox, '/sandbox/clock', { advance })).json()).to.deep.equal(reading);
      expect((await call(sandbox, 'GET', '/sandbox/clock')).json()).to.deep.equal(reading);
    });
  }

  for (const advance of ['-3d', -60, 0, '0d', '', 'tomorrow', '3 days', '1w', '1.5d', null, true, '367d', 1e12, undefined]) {
    it(`does not go by ${JSON.stringify(advance)}`, async () => {
      const sandbox = await lab.open({ now });
      const answer = await post(sandbox, '/sandbox/clock', { advance });
      expect(answer.json()).to.include({ status: 400, code: 'sandbox.clock-advance' });
      expect(sandbox.now()).to.deep.equal(begun);
    });
  }

  it('adds one step to another, and is the time of every stand-in', async () => {
    const sandbox = await lab.open({ now });
    await post(sandbox, '/sandbox/clock', { advance: '1d' });
    await post(sandbox, '/sandbox/clock', { advance: '1h' });
    expect(sandbox.now().getTime() - begun.getTime()).to.equal(DAY + HOUR);
    await post(sandbox, '/sandbox/telegram/chats/42/messages', { text: 'hello' });
    const messages = (await call(sandbox, 'GET', '/sandbox/telegram/chats/42/messages')).json() as unknown as { at: string }[];
    expect(messages[0]?.at).to.equal(new Date(begun.getTime() + DAY + HOUR).toISOString());
  });

  it('wakes the shop with each step, and not for a step that is refused', async () => {
    const sandbox = await lab.open({ now });
    const shop = new NamedShop('shop');
    sandbox.attach(shop);
    await post(sandbox, '/sandbox/clock', { advance: '1d' });
    await post(sandbox, '/sandbox/clock', { advance: '-1d' });
    expect(shop.wakes).to.equal(1);
  });

  it('is kept over a restart', async () => {
    const stateFile = join(await lab.folder(), 'sandbox.json');
    const first = await createSandbox({ host: '127.0.0.1', port: 0, stateFile, now });
    await post(first, '/sandbox/clock', { advance: '31d' });
    await first.stop();
    expect((await lab.open({ stateFile, now })).now().getTime() - begun.getTime()).to.equal(31 * DAY);
  });

  it('stands where the machine does when the world is of a time before it, and takes no nonsense', async () => {
    const stateFile = join(await lab.folder(), 'sandbox.json');
    const first = await createSandbox({ host: '127.0.0.1', port: 0, stateFile, now });
    await post(first, '/sandbox/clock', { advance: '31d' });
    await first.stop();
    const saved = JSON.parse(await readFile(stateFile, 'utf8')) as Record<string, unknown>;
    await writeFile(stateFile, JSON.stringify({ ...saved, clock: { aheadMs: -5 } }));
    const outcome = await createSandbox({ host: '127.0.0.1', port: 0, stateFile }).catch((error: unknown) => String(error));
    expect(outcome).to.contain('The saved sandbox cannot be read');
    await writeFile(stateFile, JSON.stringify({ ...saved, clock: undefined }));
    expect((await lab.open({ stateFile, now })).now()).to.deep.equal(begun);
  });

  it('a reset sets it back before the shop begins anew', async () => {
    const sandbox: Sandbox = await lab.open({ now });
    const seen: Date[] = [];
    const { handle, ledger, wake } = new NamedShop('shop');
    sandbox.attach({ handle, ledger, wake, reset: () => Promise.resolve(void seen.push(sandbox.now())) });
    await post(sandbox, '/sandbox/clock', { advance: '31d' });
    await post(sandbox, '/sandbox/reset', {});
    expect(seen).to.deep.equal([begun]);
    expect(sandbox.now()).to.deep.equal(begun);
  });
});
