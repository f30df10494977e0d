import { badRequest } from '../bot-api-error.js';

const PORTS = ['', '443', '80', '88', '8443'];
const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/** Telegram wants HTTPS on four ports; a shop on this machine may have plain HTTP and any port, as with a Bot API server of one's own. */
export function readWebhookUrl(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url) throw badWebhook('invalid webhook URL specified');
  if (LOOPBACK.includes(url.hostname)) return url.href;
  if (url.protocol !== 'https:') throw badWebhook('An HTTPS URL must be provided for webhook');
  if (!PORTS.includes(url.port)) throw badWebhook('Webhook can be set up only on ports 80, 88, 443 or 8443');
  return url.href;
}

function badWebhook(reason: string): Error {
  return badRequest(`bad webhook: ${reason}`);
}
