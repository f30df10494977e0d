import { randomUUID } from 'node:crypto';

type Variables = Readonly<Record<string, string>>;

/** What a shop would order at a gateway. */
export interface Ordered {
  readonly reference: string;
  readonly rubles: number;
  readonly description: string;
}

/** Orders and accounts made over the stand-ins' real wires, as a shop makes them. */
export class Wires {
  constructor(private readonly environment: Variables) {}

  /** A payment that asks to keep the card; answers where the payer goes. */
  async yookassa({ reference, rubles, description }: Ordered): Promise<string> {
    const key = Buffer.from(`${this.variable('YOOKASSA_SHOP_ID')}:${this.variable('YOOKASSA_SECRET_KEY')}`).toString('base64');
    const payment = {
      amount: { value: rubles.toFixed(2), currency: 'RUB' },
      capture: true,
      confirmation: { type: 'redirect', return_url: 'https://t.me/polaris_bot' },
      description,
      save_payment_method: true,
      metadata: { payment_id: reference },
    };
    const answer = await post(`${this.variable('YOOKASSA_BASE_URL')}/payments`, { authorization: `Basic ${key}`, 'idempotence-key': randomUUID() }, payment);
    return String((answer['confirmation'] as Variables)['confirmation_url']);
  }

  async wata({ reference, rubles, description }: Ordered): Promise<string> {
    const link = { amount: rubles, currency: 'RUB', description, orderId: reference, expirationDateTime: new Date(Date.now() + 3_600_000).toISOString() };
    return String((await post(`${this.variable('WATA_BASE_URL')}/links`, { authorization: `Bearer ${this.variable('WATA_TOKEN')}` }, link))['url']);
  }

  /** An invoice in rubles, which is paid in a coin. */
  async cryptoPay({ reference, rubles, description }: Ordered): Promise<string> {
    const invoice = { currency_type: 'fiat', fiat: 'RUB', amount: String(rubles), description, payload: reference, expires_in: 3600 };
    const answer = await post(`${this.variable('CRYPTO_PAY_BASE_URL')}/createInvoice`, { 'crypto-pay-api-token': this.variable('CRYPTO_PAY_TOKEN') }, invoice);
    return String((answer['result'] as Variables)['bot_invoice_url']);
  }

  async marzban(key: string, expires: Date, limitBytes: number): Promise<void> {
    const url = this.variable('MARZBAN_BASE_URL');
    const form = new URLSearchParams({ username: this.variable('MARZBAN_USERNAME'), password: this.variable('MARZBAN_PASSWORD') });
    const signedIn = await answerOf(await fetch(`${url}/api/admin/token`, { method: 'POST', body: form }));
    const place = { proxies: { vless: {} }, inbounds: { vless: this.variable('MARZBAN_PLACEMENT').split(',') } };
    const account = { username: key, ...place, expire: seconds(expires), data_limit: limitBytes };
    await post(`${url}/api/user`, { authorization: `Bearer ${String(signedIn['access_token'])}` }, account);
  }

  async remnawave(key: string, expires: Date, limitBytes: number): Promise<void> {
    const headers = { authorization: `Bearer ${this.variable('REMNAWAVE_TOKEN')}`, 'x-forwarded-proto': 'https', 'x-forwarded-for': '127.0.0.1' };
    const squads = this.variable('REMNAWAVE_PLACEMENT').split(',');
    const account = { username: key, expireAt: expires.toISOString(), trafficLimitBytes: limitBytes, activeInternalSquads: squads };
    await post(`${this.variable('REMNAWAVE_BASE_URL')}/api/users`, headers, account);
  }

  async xui(key: string, expires: Date, limitBytes: number): Promise<void> {
    const client = { email: key, totalGB: limitBytes, expiryTime: expires.getTime(), enable: true };
    const inboundIds = this.variable('XUI_PLACEMENT').split(',').map(Number);
    await post(`${this.variable('XUI_BASE_URL')}/panel/api/clients/add`, { authorization: `Bearer ${this.variable('XUI_TOKEN')}` }, { client, inboundIds });
  }

  private variable(name: string): string {
    const value = this.environment[name];
    if (value === undefined) throw new Error(`the sandbox gives no ${name}`);
    return value;
  }
}

function seconds(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}

async function post(url: string, headers: Variables, body: object): Promise<Readonly<Record<string, unknown>>> {
  return answerOf(await fetch(url, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) }));
}

async function answerOf(response: Response): Promise<Readonly<Record<string, unknown>>> {
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status} ${text}`);
  return JSON.parse(text) as Readonly<Record<string, unknown>>;
}
