import { expect } from 'chai';
import { HttpLab, PANEL } from './http-lab.js';

const PATH = `/webhook/panels/${PANEL}`;
const GENUINE = { 'x-signature': 'genuine' };

describe('a panel\'s webhook', () => {
  let lab: HttpLab;
  beforeEach(async () => {
    lab = await HttpLab.open();
  });
  afterEach(() => lab.close());

  const holds = (eventKey: string) => lab.memory.run((tx) => tx.inbox.find(`panel:${PANEL}`, eventKey));

  async function refused(response: Response, status: number, code: string): Promise<void> {
    expect(response.status).to.equal(status);
    expect(response.headers.get('content-type')).to.match(/^application\/problem\+json/);
    expect(await response.json()).to.include({ status, code });
  }

  it('is taken when it is genuine, and again when it comes again', async () => {
    for (const status of [200, 200]) expect((await lab.post(PATH, 's_anna', GENUINE)).status).to.equal(status);
    expect((await holds('s_anna'))?.body).to.have.length(0);
  });

  it('is refused when it is forged, and leaves nothing', async () => {
    await refused(await lab.post(PATH, 's_anna', { 'x-signature': 'guessed' }), 401, 'webhook.bad-signature');
    await refused(await lab.post(PATH, 's_anna'), 401, 'webhook.bad-signature');
    expect(await holds('s_anna')).to.equal(undefined);
  });

  it('is refused when it makes no sense, or the panel is not to send any', async () => {
    const panel = await lab.panels.get(PANEL);
    panel.receive = () => ({ verdict: 'rejected', reason: 'malformed' });
    await refused(await lab.post(PATH, '{', GENUINE), 400, 'webhook.malformed');
    panel.receive = () => ({ verdict: 'rejected', reason: 'not-supported' });
    await refused(await lab.post(PATH, '{}', GENUINE), 400, 'webhook.not-supported');
  });

  it('of a panel that does not exist is not found, and is no gateway\'s', async () => {
    await refused(await lab.post('/webhook/panels/fr-1', 's_anna', GENUINE), 404, 'vpn.unknown-panel');
    await refused(await lab.post('/webhook/panels', 's_anna', GENUINE), 404, 'payments.unknown-gateway');
  });

  it('may be as large as a batch, and no larger', async () => {
    expect((await lab.post(PATH, 'x'.repeat(1024 * 1024), GENUINE)).status).to.equal(200);
    await refused(await lab.post(PATH, 'x'.repeat(1024 * 1024 + 1), GENUINE), 413, 'http.body-too-large');
  });

  it('belongs to a panel that the detailed health shows', async () => {
    await lab.memory.run((tx) => tx.panels.save({ id: PANEL, kind: 'memory', title: 'Germany', placement: ['a'], capacity: undefined, state: 'open', position: 1 }));
    const { checks } = (await (await lab.get('/health/detailed')).json()) as { checks: { name: string; ok: boolean; detail: string }[] };
    expect(checks.filter(({ name }) => name.startsWith('panel:'))).to.deep.equal([{ name: 'panel:de-1', ok: true, detail: 'version memory' }]);
  });
});
