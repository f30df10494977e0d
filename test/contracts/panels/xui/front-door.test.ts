import { expect } from 'chai';
import { xui } from '#adapters/outbound/panels/xui/index.js';
import { PanelAuth, PanelPermanent } from '#use-cases/ports/panels/panel-error.js';
import { aPanelAccount } from '../a-panel-account.js';
import { failureOf } from '../../payments/gateway-world.js';
import { openXuiWorld, type XuiWorld, type XuiWorldOptions } from './xui-world.js';

const MONITOR = 'sandbox-3x-ui-monitor-token-000000';

describe("3x-ui's front door", () => {
  let world: XuiWorld;

  const open = async (options: XuiWorldOptions = {}) => {
    world = await openXuiWorld(options);
    return aPanelAccount({ now: world.now(), placement: world.placement });
  };
  afterEach(() => world.close());

  const troubles = async () => (await world.panel.health(world.placement)).troubles.map(({ code }) => code);

  it('is opened by a bearer token in a header, never in an address', async () => {
    const spec = await open();
    await world.panel.ensure(spec);
    const { TOKEN } = world.simulator.settings(world.origin);
    expect(world.calls.length).to.be.greaterThan(3);
    for (const { path, headers } of world.calls) {
      expect(headers).to.include({ authorization: `Bearer ${TOKEN}`, 'x-requested-with': 'XMLHttpRequest' });
      expect(headers.cookie).to.equal(undefined);
      expect(path).to.not.include(TOKEN);
    }
  });

  for (const hidesItself of [false, true]) {
    it(`${hidesItself ? 'answers an unknown token like a page that is not there' : 'says 401 to an unknown token'}, and is understood`, async () => {
      const spec = await open({ hidesItself, settings: { TOKEN: 'a-token-of-somebody-else' } });
      const error = await failureOf(world.panel.ensure(spec));
      expect(error).to.be.instanceOf(PanelAuth).and.include({ trouble: 'wrong-credentials' });
      expect(await failureOf(world.panel.find(spec))).to.be.instanceOf(PanelAuth);
      expect(await troubles()).to.deep.equal(['wrong-credentials']);
    });
  }

  it('is not where the secret path is wrong', async () => {
    const spec = await open({ path: 'another' });
    expect(await failureOf(world.panel.ensure(spec))).to.be.instanceOf(PanelPermanent).and.include({ trouble: 'not-this-panel' });
    expect(await troubles()).to.deep.equal(['not-this-panel']);
  });

  it('lets a token without the admin scope look and not touch', async () => {
    const spec = await open({ settings: { TOKEN: MONITOR } });
    world.plant(spec, spec.marker);
    expect(await world.panel.find(spec)).to.include({ status: 'active' });
    expect(await failureOf(world.panel.setEnabled(spec, false))).to.be.instanceOf(PanelAuth).and.include({ trouble: 'missing-scope' });
  });

  it('of a 3.0 has no clients behind it: too old, not without the account', async () => {
    const spec = await open({ version: '3.0.2' });
    for (const call of [world.panel.find(spec), world.panel.ensure(spec), world.panel.remove(spec)]) {
      expect(await failureOf(call)).to.be.instanceOf(PanelPermanent).and.include({ trouble: 'unsupported-version' });
    }
    const { ok, version, troubles: found } = await world.panel.health(world.placement);
    expect({ ok, version, codes: found.map(({ code }) => code) }).to.deep.equal({ ok: false, version: '3.0.2', codes: ['unsupported-version'] });
  });

  it('of a build that tells no version is tried', async () => {
    await open({ version: '3.0.2' });
    world.answerInstead = (_call, response) => {
      response.end('{"success":true,"msg":"","obj":{"panelVersion":"dev-1a2b3c","xray":{"state":"running"}}}');
      return true;
    };
    expect(await troubles()).to.deep.equal(['unsupported-version']);
  });

  it('of a 2.8 knows no tokens at all', async () => {
    const spec = await open({ version: '2.8.11' });
    expect(await failureOf(world.panel.find(spec))).to.be.instanceOf(PanelPermanent).and.include({ trouble: 'not-this-panel' });
  });

  for (const [what, status, body, code] of [
    ['a page of another site', 200, '<html>welcome</html>', 'not-this-panel'],
    ['a way to another address', 307, '', 'not-this-panel'],
    ['a proxy that forbids', 403, '<html>forbidden</html>', 'refused'],
    ['a gateway without its panel', 502, 'Bad Gateway', 'failing'],
    ['a refusal of the status itself', 200, '{"success":false,"msg":"Ошибка (no)","obj":null}', 'refused'],
    ['an answer in an unknown form', 200, '{"success":true,"msg":"","obj":{"xray":"running"}}', 'failing'],
  ] as const) {
    it(`with ${what} behind it is told in the connection test`, async () => {
      await open();
      world.answerInstead = (_call, response) => {
        response.writeHead(status, { 'content-type': body.startsWith('{') ? 'application/json' : 'text/html' }).end(body);
        return true;
      };
      expect(await troubles()).to.deep.equal([code]);
    });
  }

  it('with a stopped core behind it is told in the connection test', async () => {
    await open();
    world.simulator.machine.core = 'stop';
    expect(await troubles()).to.deep.equal(['core-stopped']);
    expect(await world.panel.health([])).to.have.property('ok', false);
  });

  it('answers the connection test with its version', async () => {
    await open();
    expect(await world.panel.health(world.placement)).to.deep.equal({ ok: true, version: '3.6.0', troubles: [] });
  });

  it('that has just opened may have nothing to tell yet', async () => {
    await open();
    world.answerInstead = (_call, response) => {
      response.setHeader('content-type', 'application/json').end('{"success":true,"msg":"","obj":null}');
      return true;
    };
    expect(await world.panel.health(world.placement)).to.deep.equal({ ok: true, version: undefined, troubles: [] });
  });
});

describe("3x-ui's settings", () => {
  const right = { BASE_URL: 'https://vpn.example.com:2053/k7Qm2x/', TOKEN: 'a-token-long-enough', SUBSCRIPTION_URL: 'https://vpn.example.com:2096/sub/' };

  it('are read with or without a slash at the end, and two of them are secrets', () => {
    const section = xui.parse({ ...right, FLOW: '' });
    if (!('config' in section)) throw new Error('refused');
    expect(section.config).to.deep.equal({
      baseUrl: 'https://vpn.example.com:2053/k7Qm2x',
      token: right.TOKEN,
      subscriptionUrl: 'https://vpn.example.com:2096/sub/',
      flow: undefined,
    });
    expect(xui.secrets(section.config)).to.deep.equal([right.TOKEN, 'https://vpn.example.com:2053/k7Qm2x']);
  });

  it('are off when nothing is set', () => {
    expect(xui.parse({})).to.deep.equal({ off: true });
  });

  for (const [name, value] of [
    ['BASE_URL', 'ftp://vpn.example.com'],
    ['BASE_URL', 'https://user:word@vpn.example.com'],
    ['TOKEN', 'short'],
    ['TOKEN', 'a token with spaces in it'],
    ['SUBSCRIPTION_URL', 'https://vpn.example.com/sub?x=1'],
    ['SUBSCRIPTION_URL', ''],
    ['FLOW', 'turbo'],
  ] as const) {
    it(`are wrong with ${name} "${value}", and no mistake repeats a value`, () => {
      const section = xui.parse({ ...right, [name]: value });
      const issues = 'issues' in section ? section.issues : [];
      expect(issues.map((issue) => issue.name)).to.deep.equal([name]);
      if (value !== '') expect(JSON.stringify(issues)).to.not.include(value);
    });
  }
});
