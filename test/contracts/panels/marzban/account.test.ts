import { expect } from 'chai';
import { documentOf } from '#adapters/outbound/kit/json-reader.js';
import { changesTowards, creationOf, stateOf } from '#adapters/outbound/panels/marzban/account.js';
import { userSchema, type WireUser } from '#adapters/outbound/panels/marzban/wire.js';
import { aPanelAccount } from '../a-panel-account.js';
import { NOW } from '../../../builders/now.js';

/** An answer of 0.8.4, as text, with the parts this shop has no use for. */
const RECORDED = `{"proxies": {"vless": {"id": "35E4E39C-7D5C-4F4B-8B71-558E4F37FF53", "flow": "xtls-rprx-vision"}}, "expire": null, "data_limit": null,
 "data_limit_reset_strategy": "no_reset", "inbounds": {"vless": ["VLESS TCP REALITY"]}, "note": "", "sub_updated_at": null, "sub_last_user_agent": null,
 "online_at": "2026-01-02T03:04:05.123456", "on_hold_expire_duration": null, "on_hold_timeout": null, "auto_delete_in_days": null, "next_plan": null,
 "username": "s_abc", "status": "active", "used_traffic": 9007199254740993, "lifetime_used_traffic": 9007199254740995, "created_at": "2026-01-01T00:00:00.5",
 "links": ["vless://x"], "subscription_url": "/sub/c19hYmM", "excluded_inbounds": {"vless": []}, "admin": {"username": "polaris", "is_sudo": false}}`;

const read = (changes: object = {}): WireUser => userSchema.parse({ ...(documentOf(RECORDED) as object), ...changes });

describe("Marzban's account", () => {
  const spec = aPanelAccount({ now: NOW });

  it('is read without losing a byte, a zone or the host of its link', () => {
    const state = stateOf(read(), NOW, 'https://vpn.example/panel');
    expect(state).to.deep.include({ key: 's_abc', marker: undefined, status: 'active', enabled: true, expiresAt: undefined, trafficLimitBytes: undefined, deviceLimit: undefined });
    expect(state).to.include({ usedBytes: 9_007_199_254_740_993n, lifetimeBytes: 9_007_199_254_740_995n, subscriptionUrl: 'https://vpn.example/panel/sub/c19hYmM' });
    expect(state.onlineAt?.toISOString()).to.equal('2026-01-02T03:04:05.123Z');
  });

  it('keeps a link that has a host, and takes none that is no link', () => {
    expect(stateOf(read({ subscription_url: 'https://sub.example/sub/x' }), NOW, 'https://vpn.example').subscriptionUrl).to.equal('https://sub.example/sub/x');
    expect(userSchema.safeParse({ ...(documentOf(RECORDED) as object), subscription_url: 'sub.example/sub/x' }).success).to.equal(false);
  });

  it('nought is no limit and no end, whichever way it is written', () => {
    expect(read({ expire: '0', data_limit: '0' })).to.include({ expire: undefined, dataLimit: undefined });
  });

  it('one that waits for its first connection is enabled', () => {
    expect(stateOf(read({ status: 'on_hold' }), NOW, '')).to.include({ status: 'active', enabled: true });
  });

  it('is created with everything named', () => {
    expect(creationOf({ ...spec, trafficLimitBytes: 5n, resetStrategy: 'month' }, 'a-flow')).to.deep.equal({
      username: spec.key,
      note: spec.marker,
      status: 'active',
      proxies: { vless: { id: spec.credential, flow: 'a-flow' } },
      inbounds: { vless: spec.placement },
      expire: (spec.expiresAt?.getTime() ?? 0) / 1000,
      data_limit: 5,
      data_limit_reset_strategy: 'month',
    });
  });

  it('differs by its terms alone: no status, no proxy, no tag is named', () => {
    const end = { expire: String((spec.expiresAt?.getTime() ?? 0) / 1000) };
    expect(changesTowards(spec, read(end), NOW, '')).to.equal(undefined);
    for (const user of [read(), read({ ...end, data_limit: '7' }), read({ ...end, data_limit_reset_strategy: 'day' })]) {
      expect(changesTowards(spec, user, NOW, '')).to.have.all.keys('expire', 'data_limit', 'data_limit_reset_strategy');
    }
  });

  it('whose proxy somebody took away gets another one, with an id of the panel', () => {
    const bare = read({ proxies: { shadowsocks: { password: 'x' } }, inbounds: { shadowsocks: ['SS'] } });
    expect(changesTowards(spec, bare, NOW, 'a-flow')).to.deep.include({ proxies: { vless: { flow: 'a-flow' } }, inbounds: { vless: spec.placement } });
  });

  it('tells its times in UTC wherever the shop runs', () => {
    const home = process.env['TZ'];
    process.env['TZ'] = 'Asia/Vladivostok';
    try {
      expect(stateOf(read(), NOW, '').onlineAt?.toISOString()).to.equal('2026-01-02T03:04:05.123Z');
    } finally {
      if (home === undefined) delete process.env['TZ'];
      else process.env['TZ'] = home;
    }
  });

  it('that waits for its first connection although its end has passed is not left waiting', () => {
    const past = { ...spec, expiresAt: new Date(NOW.getTime() - 60_000) };
    const user = read({ status: 'on_hold', expire: String(past.expiresAt.getTime() / 1000) });
    expect(changesTowards(past, user, NOW, '')).to.include({ status: 'active' });
  });

  it('that is disabled is not called active while its end is judged in the same breath', () => {
    const end = { expire: String((spec.expiresAt?.getTime() ?? 0) / 1000) };
    expect(changesTowards(spec, read({ ...end, status: 'disabled' }), NOW, '')).to.have.all.keys('status', 'expire', 'data_limit', 'data_limit_reset_strategy');
  });
});
