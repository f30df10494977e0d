/** The sandbox refused, with a sentence for people if it gave one, or could not be reached: `status` is then 0. */
export class SandboxError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function call(method, path, body) {
  const request = { method, headers: { accept: 'application/json' } };
  if (body !== undefined) {
    request.headers['content-type'] = 'application/json';
    request.body = JSON.stringify(body);
  }
  const response = await fetch(path, request).catch(() => {
    throw new SandboxError(0, '');
  });
  const text = await response.text();
  if (!response.ok) throw new SandboxError(response.status, parse(text)?.title ?? '');
  return parse(text);
}

function parse(text) {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const chat = (userId) => `/sandbox/telegram/chats/${encodeURIComponent(userId)}`;
const invoice = (gateway, id) => `/sandbox/${gateway}/invoices/${encodeURIComponent(id)}`;
const account = (panel, key) => `/sandbox/panels/${panel}/users/${encodeURIComponent(key)}`;

export const api = {
  world: () => call('GET', '/sandbox/world'),
  reset: () => call('POST', '/sandbox/reset', {}),

  chat: (userId) => call('GET', chat(userId)),
  messages: (userId) => call('GET', `${chat(userId)}/messages`),
  say: (person, text) =>
    call('POST', `${chat(person.userId)}/messages`, {
      text,
      firstName: person.firstName,
      languageCode: person.languageCode,
      ...(person.username ? { username: person.username } : {}),
    }),
  tap: (userId, messageId, data) => call('POST', `${chat(userId)}/taps`, { messageId, data }),
  payTelegramInvoice: (userId, messageId) => call('POST', `${chat(userId)}/pay-invoice`, { messageId }),
  block: (userId, blocked) => call('POST', `${chat(userId)}/block`, { blocked }),

  clock: () => call('GET', '/sandbox/clock'),
  advance: (step) => call('POST', '/sandbox/clock', { advance: step }),

  invoice: (gateway, id) => call('GET', invoice(gateway, id)),
  invoiceAction: (gateway, id, action, body) => call('POST', `${invoice(gateway, id)}/${action}`, body),

  useTraffic: (panel, key, bytes) => call('POST', `${account(panel, key)}/traffic`, { bytes }),
  driftAccount: (panel, key, days) => call('POST', `${account(panel, key)}/drift`, { days }),
  removeAccount: (panel, key) => call('POST', `${account(panel, key)}/remove`, {}),

  fragmentSession: (state) => call('POST', '/sandbox/fragment/session', { state }),
  tonBalance: (amountNano) => call('POST', '/sandbox/ton/balance', { amountNano }),
  foreignTransfer: () => call('POST', '/sandbox/ton/foreign-transfer', {}),

  arm: (fault) => call('POST', '/sandbox/faults', fault),
  clearFaults: () => call('DELETE', '/sandbox/faults'),

  /** Whether the shop itself is up: 200 only once it has booted. */
  awake: () =>
    fetch('/health', { cache: 'no-store' }).then(
      (response) => response.status === 200,
      () => false,
    ),
};
