import { expect } from 'chai';
import { marzban } from '#adapters/outbound/panels/marzban/index.js';

const COMPLETE = { BASE_URL: 'https://panel.example:8000/', USERNAME: 'polaris', PASSWORD: 'a-password' };

describe("Marzban's settings", () => {
  const issuesOf = (changes: Record<string, string>) => {
    const section = marzban.parse({ ...COMPLETE, ...changes });
    return 'issues' in section ? section.issues : [];
  };

  it('are off while nobody has touched them, and an error when only half is there', () => {
    expect(marzban.parse({ FLOW: 'none' })).to.deep.equal({ off: true });
    expect(marzban.parse({ BASE_URL: COMPLETE.BASE_URL, USERNAME: 'polaris' })).to.deep.equal({ issues: [{ name: 'PASSWORD', message: 'is missing' }] });
  });

  it('need three values and know the rest', () => {
    const config = { baseUrl: 'https://panel.example:8000', username: 'polaris', password: 'a-password', subscriptionUrl: 'https://panel.example:8000', flow: 'xtls-rprx-vision', webhookSecret: undefined };
    expect(marzban.parse(COMPLETE)).to.deep.equal({ config });
    const given = { SUBSCRIPTION_URL: 'https://sub.example/', FLOW: 'none', WEBHOOK_SECRET: 'a-secret-of-webhooks' };
    expect(marzban.parse({ ...COMPLETE, ...given })).to.deep.equal({ config: { ...config, subscriptionUrl: 'https://sub.example', flow: '', webhookSecret: 'a-secret-of-webhooks' } });
  });

  it('name what is wrong and never its value', () => {
    for (const changes of [{ BASE_URL: 'panel.example' }, { BASE_URL: 'https://polaris:secret@panel.example' }, { FLOW: 'fast' }, { WEBHOOK_SECRET: 'short' }, { SUBSCRIPTION_URL: 'ftp://x' }]) {
      const [[name, value]] = Object.entries(changes) as [[string, string]];
      const issues = issuesOf({ [name]: value });
      expect(issues.map((issue) => issue.name)).to.deep.equal([name]);
      expect(JSON.stringify(issues)).to.not.include(value);
    }
  });

  it('say which of them no log may show', () => {
    const section = marzban.parse({ ...COMPLETE, WEBHOOK_SECRET: 'a-secret-of-webhooks' });
    if (!('config' in section)) throw new Error('wrong settings');
    expect(marzban.secrets(section.config)).to.deep.equal(['a-password', 'a-secret-of-webhooks']);
  });
});
