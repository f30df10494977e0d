import { setTimeout as pause } from 'node:timers/promises';
import { parseObject } from '../../kit/json-body.js';
import { INBOUNDS } from './client.js';
import type { ClientBook } from './client-book.js';
import { readClient, readInboundIds } from './client-fields.js';
import { PanelRefusal, recordNotFound } from './panel-refusal.js';
import { inboundsOf, linksOf, recordOf, slimOf, trafficOf } from './wire-view.js';

export interface PanelRequest {
  readonly body: Readonly<Record<string, unknown>>;
  readonly query: URLSearchParams;
  /** The path's parameter. */
  readonly name: string;
}

export interface Machine {
  readonly version: string;
  core: 'running' | 'stop';
  /** Whether the server that serves the inbounds with a `nodeId` can be reached. */
  nodeOnline: boolean;
}

/** The `obj` of an answer, or the promise of one; throws `PanelRefusal`. */
export type Call = (request: PanelRequest) => unknown;
export type Calls = Readonly<Record<string, Call>>;

const PAGE_SIZE = 25;
/** As long as the old generation looks away between its reading and its writing. */
const OLD_WRITE_MS = 25;
const LARGEST_PAGE = 200;

/** What every generation answers, by method and path behind `panel/api/`. */
export function machineCalls(book: ClientBook, machine: Machine, isOld: boolean): Calls {
  return {
    'GET server/status': () => ({
      cpu: 1.5,
      xray: { state: machine.core, errorMsg: '', version: '26.7.28' },
      uptime: 86_400,
      panelVersion: machine.version,
    }),
    'GET inbounds/list': () => inboundsOf(book.all(), isOld),
    'GET inbounds/options': () => INBOUNDS.map(({ id, remark, tag, protocol, port }) => ({ id, remark, tag, protocol, port, tlsFlowCapable: protocol === 'vless' })),
  };
}

/** The clients of 3.1 and newer. */
export function clientCalls(book: ClientBook, machine: Machine): Calls {
  const pending = (ids: readonly number[]): unknown => {
    const far = INBOUNDS.some(({ id, nodeId }) => nodeId !== undefined && ids.includes(id));
    return far && !machine.nodeOnline ? { nodePending: true } : null;
  };
  const afterwards = (email: string): unknown => pending(book.find(email)?.inboundIds ?? []);
  return {
    'GET clients/list': () => book.all().map((client) => ({ ...recordOf(client), inboundIds: client.inboundIds, traffic: trafficOf(client) })),
    'GET clients/list/paged': ({ query }) => pageOf(book, query),
    'GET clients/get/:name': ({ name }) => {
      const client = book.get(name);
      return { client: recordOf(client), inboundIds: client.inboundIds, externalLinks: [], usedTraffic: client.up + client.down };
    },
    'GET clients/traffic/:name': ({ name }) => {
      const client = book.find(name);
      return client ? trafficOf(client) : null;
    },
    'GET clients/links/:name': ({ name }) => linksOf(book.get(name)),
    'GET clients/subLinks/:name': ({ name }) => book.all().filter(({ subId }) => subId === name).flatMap(linksOf),
    'POST clients/add': ({ body }) => {
      const ids = readInboundIds(body);
      book.add(readClient(typeof body.client === 'object' ? { ...body.client } : {}), ids);
      return pending(ids);
    },
    'POST clients/update/:name': ({ name, body }) => {
      book.update(name, readClient(body));
      return afterwards(name);
    },
    'POST clients/del/:name': ({ name }) => {
      book.remove(name);
      return null;
    },
    'POST clients/resetTraffic/:name': ({ name }) => {
      book.reset(name);
      return null;
    },
    'POST clients/:name/attach': ({ name, body }) => {
      book.attach(name, readInboundIds(body));
      return pending(readInboundIds(body));
    },
    'POST clients/:name/detach': ({ name, body }) => {
      book.detach(name, readInboundIds(body));
      return pending(readInboundIds(body));
    },
  };
}

/** The clients up to 3.0: texts within texts, and a list that is read, changed and written without a lock. */
export function oldClientCalls(book: ClientBook): Calls {
  return {
    'GET inbounds/getClientTraffics/:name': ({ name }) => {
      const client = book.find(name);
      if (!client) throw new PanelRefusal('Inbound Not Found For Email');
      return trafficOf(client);
    },
    'POST inbounds/addClient': async ({ body }) => {
      const before = book.all();
      const fields = readClient(firstClient(body.settings));
      if (before.some(({ email }) => email.toLowerCase() === fields.email.toLowerCase())) throw new PanelRefusal(`Duplicate email: ${fields.email}\n`);
      if (!INBOUNDS.some(({ id }) => id === body.id)) throw recordNotFound();
      await pause(OLD_WRITE_MS);
      book.overwrite([...before, { ...book.made(fields), enable: fields.enable, inboundIds: [Number(body.id)] }]);
      return null;
    },
  };
}

function pageOf(book: ClientBook, query: URLSearchParams): unknown {
  const clients = book.all();
  const pageSize = Math.min(Number(query.get('pageSize')) || PAGE_SIZE, LARGEST_PAGE);
  const page = Math.max(1, Number(query.get('page')) || 1);
  const items = clients.slice((page - 1) * pageSize, page * pageSize).map(slimOf);
  return { items, total: clients.length, filtered: clients.length, page, pageSize, summary: { total: clients.length }, groups: [] };
}

function firstClient(settings: unknown): Readonly<Record<string, unknown>> {
  const clients = typeof settings === 'string' ? parseObject(settings)?.clients : undefined;
  const first: unknown = Array.isArray(clients) ? clients[0] : undefined;
  if (typeof first !== 'object' || first === null) throw new PanelRefusal('empty client ID');
  return { ...first };
}
