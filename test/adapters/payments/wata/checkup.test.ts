import { expect } from 'chai';
import { NOW } from '../../../builders/now.js';
import { gatewayThatHears, jwt, LINK_ID, no, ok, TERMINAL } from './scripted-wata.js';

describe('Wata checked', () => {
  const balance = (changes: object = {}) => ok({ terminalPublicId: TERMINAL, date: '2026-01-15', balance: 500.5, currency: 'RUB', ...changes });
  const inDays = (days: number) => jwt(NOW.getTime() / 1000 + days * 24 * 3600);
  const detailOf = async (token: string, answer = balance()) => (await gatewayThatHears([answer], { token }).gateway.ping()).detail;

  it('answers with its balance, and is asked once a minute at most', async () => {
    const { gateway, seam, pass } = gatewayThatHears([balance(), balance({ balance: 7 })]);
    const first = await gateway.ping();
    expect(first).to.deep.equal({ ok: true, detail: 'answers', balances: [{ amount: '500.00', currency: 'RUB' }] });
    pass(59);
    expect(await gateway.ping()).to.equal(first);
    expect(seam.steps).to.deep.equal(['ping']);
    pass(1);
    expect((await gateway.ping()).balances).to.deep.equal([{ amount: '7', currency: 'RUB' }]);
  });

  it('warns 14 days before the token ends, for nobody else does', async () => {
    expect(await detailOf(inDays(14))).to.equal('answers');
    expect(await detailOf(inDays(13.9))).to.match(/^the token ends on \d{4}-\d\d-\d\d: make a new one$/);
    expect(await detailOf(inDays(-0.1), no(401))).to.match(/^unauthorized; the token ended on/);
  });

  it('is well when another process has just asked, and unwell otherwise', async () => {
    expect(await gatewayThatHears([{ status: 429, text: '' }]).gateway.ping()).to.include({ ok: true, detail: 'answers' });
    expect(await gatewayThatHears([no(500)]).gateway.ping()).to.deep.equal({ ok: false, detail: 'unavailable', balances: [] });
    expect(await gatewayThatHears([balance({ terminalPublicId: LINK_ID })]).gateway.ping()).to.include({ ok: false, detail: 'the token is that of another terminal' });
  });
});
