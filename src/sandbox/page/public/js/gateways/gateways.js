import { cryptobot } from './cryptobot.js';
import { heleket } from './heleket.js';
import { wata } from './wata.js';
import { yookassa } from './yookassa.js';

export const GATEWAYS = [heleket, yookassa, wata, cryptobot];

export function gatewayNamed(id) {
  return GATEWAYS.find((gateway) => gateway.id === id);
}

/** An invoice in the same words whoever it is from; `raw` is what the gateway itself says. */
export function readInvoice(gateway, raw) {
  const { amount, currency, status, orderId, description, createdAt, url, deliveries } = raw;
  const place = { key: `${gateway.id} ${raw.uuid ?? raw.id}`, gateway: gateway.id };
  return { ...place, amount, currency, status, orderId: referenceIn(orderId ?? ''), description, createdAt, url, deliveries: deliveries ?? [], raw, ...gateway.read(raw) };
}

/** Those of every gateway, newest first. */
export function invoicesOf(world) {
  const all = GATEWAYS.flatMap((gateway) => gateway.invoicesOf(world).map((raw) => readInvoice(gateway, raw)));
  return all.sort((left, right) => Date.parse(right.createdAt) - Date.parse(left.createdAt));
}

/** The oddities that make sense for an invoice as it is now. */
export function oddOf(invoice) {
  return gatewayNamed(invoice.gateway).odd.filter(({ when }) => (when ? when(invoice) : invoice.isOpen));
}

/** The id a shop gave, also where it wrapped it into something of its own. */
function referenceIn(text) {
  return /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i.exec(text)?.[0] ?? text;
}
