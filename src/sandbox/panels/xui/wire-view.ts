import { type Client, INBOUNDS } from './client.js';

const HOST = 'vpn.sandbox.example';
const REALITY = 'type=tcp&encryption=none&security=reality&pbk=mK2PzqTzQmDXxKeJ3qH6S0yGZQ7tJ3WjL0c1oYh5nVw&fp=chrome&sni=www.example.com&sid=6ba85179e30d4fc2&spx=%2F';

/** A client's row as `get` and `list` answer it. */
export function recordOf(client: Client): Record<string, unknown> {
  const { inboundIds, up, down, allTime, lastOnline, ...record } = client;
  return { ...record, reverse: null, privateKey: '', publicKey: '', preSharedKey: '', keepAlive: 0 };
}

/** A client's counters. */
export function trafficOf(client: Client): Record<string, unknown> {
  const { id, email, uuid, subId, enable, up, down, allTime, expiryTime, reset, lastOnline, inboundIds } = client;
  return { id, inboundId: inboundIds[0] ?? 0, enable, email, uuid, subId, up, down, allTime, expiryTime, total: client.totalGB, reset, lastOnline };
}

/** A client's row in a page of the list: without its secrets but the link's. */
export function slimOf(client: Client): Record<string, unknown> {
  const { email, subId, enable, totalGB, expiryTime, limitIp, limitHwid, reset, resetDay, inboundIds, createdAt, updatedAt } = client;
  const words = { ...(client.group ? { group: client.group } : {}), ...(client.comment ? { comment: client.comment } : {}) };
  return { email, subId, enable, totalGB, expiryTime, limitIp, limitHwid, reset, resetDay, ...words, inboundIds, traffic: trafficOf(client), createdAt, updatedAt };
}

/** An inbound with all its clients; the old generation wrote its settings as a text. */
export function inboundsOf(clients: readonly Client[], asText: boolean): unknown {
  return INBOUNDS.map((inbound) => {
    const inside = clients.filter(({ inboundIds }) => inboundIds.includes(inbound.id));
    const settings = { clients: inside.map(({ uuid, ...client }) => ({ ...recordOf({ uuid, ...client }), id: uuid })), decryption: 'none' };
    return { ...inbound, enable: true, settings: asText ? JSON.stringify(settings) : settings, clientStats: inside.map(trafficOf) };
  });
}

/** What apps connect by, one link an inbound. */
export function linksOf(client: Client): readonly string[] {
  return INBOUNDS.filter(({ id }) => client.inboundIds.includes(id)).map(({ protocol, port, remark }) => {
    const name = encodeURIComponent(`${remark}-${client.email}`);
    if (protocol === 'trojan') return `trojan://${client.password}@${HOST}:${port}?security=tls&type=tcp#${name}`;
    return `vless://${client.uuid}@${HOST}:${port}?${REALITY}${client.flow ? `&flow=${client.flow}` : ''}#${name}`;
  });
}
