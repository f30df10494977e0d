import { randomUUID } from 'node:crypto';
import { type Client, type Inbound, INBOUNDS, isDepleted, isExpired } from './client.js';
import type { ClientFields } from './client-fields.js';
import { PanelRefusal, recordNotFound } from './panel-refusal.js';

const JOB_EVERY_MS = 10_000;
const DAY_MS = 86_400_000;

export interface BookState {
  readonly clients: readonly Client[];
  readonly lastId: number;
  readonly jobAt: number;
}

/** The panel's memory of clients. Every ten seconds a job switches off what ran out, by the very field a person uses. */
export class ClientBook {
  private clients = new Map<string, Client>();
  private lastId = 0;
  private jobAt: number;

  constructor(private readonly now: () => Date) {
    this.jobAt = this.now().getTime();
  }

  /** Oldest first. */
  all(): readonly Client[] {
    this.runJob();
    return [...this.clients.values()];
  }

  find(email: string): Client | undefined {
    this.runJob();
    return this.clients.get(email);
  }

  /** Throws `PanelRefusal`. */
  get(email: string): Client {
    const client = this.find(email);
    if (!client) throw recordNotFound();
    return client;
  }

  /**
   * Makes a client, switched on whatever was said. Under the same email and link secret it adds nothing but missing inbounds; at an
   * inbound that is not there it stops half-way. Throws `PanelRefusal`.
   */
  add(fields: ClientFields, inboundIds: readonly number[]): void {
    if (inboundIds.length === 0) throw new PanelRefusal('at least one inbound is required\n');
    const known = this.find(fields.email);
    if (known && (known.subId === '' || known.subId !== fields.subId)) throw new PanelRefusal(`email already in use: ${fields.email}\n`);
    this.refuseTaken(fields, known, 'subId already in use');
    if (!known && this.hasInAnyCase(fields.email)) throw new PanelRefusal(`Duplicate email: ${fields.email}\n`);
    const client = known ?? this.made(fields);
    for (const id of inboundIds) this.put(client, id);
  }

  /** Replaces everything but credentials and link secret that are left out. Throws `PanelRefusal`. */
  update(email: string, fields: ClientFields): void {
    const client = this.get(email);
    if (fields.email !== email && this.hasInAnyCase(fields.email)) throw new PanelRefusal(`Duplicate email: ${fields.email}\n`);
    this.refuseTaken(fields, client, 'Duplicate subId');
    const { id, password, auth, subId, trafficReset, ...rest } = fields;
    Object.assign(client, rest, {
      uuid: id || client.uuid,
      password: password || client.password,
      auth: auth || client.auth,
      subId: subId || client.subId,
      flow: client.inboundIds.some((each) => inboundOf(each).protocol === 'vless') ? fields.flow : '',
      trafficReset: trafficReset || 'never',
      updatedAt: this.now().getTime(),
    });
    this.replace(email, client);
  }

  /** Throws `PanelRefusal`. */
  remove(email: string): void {
    if (!this.clients.delete(email)) throw new PanelRefusal(`client "${email}" not found in any inbound or client record\n`);
  }

  /** Throws `PanelRefusal`. */
  attach(email: string, inboundIds: readonly number[]): void {
    const client = this.get(email);
    for (const id of inboundIds) this.put(client, id);
  }

  /** Throws `PanelRefusal`. */
  detach(email: string, inboundIds: readonly number[]): void {
    const client = this.get(email);
    client.inboundIds = client.inboundIds.filter((id) => !inboundIds.includes(id));
  }

  /** Forgets the traffic and switches the client on, also one that a person had switched off. Throws `PanelRefusal`. */
  reset(email: string): void {
    Object.assign(this.get(email), { up: 0, down: 0, enable: true });
  }

  /** Traffic runs through a client; the first starts a clock that waited for it. Throws `PanelRefusal`. */
  use(email: string, bytes: number): void {
    const client = this.get(email);
    const now = this.now().getTime();
    client.down += bytes;
    client.allTime += bytes;
    client.lastOnline = now;
    if (client.expiryTime < 0) client.expiryTime = now - client.expiryTime;
  }

  /** An end that was never set, or waits for the first use, is moved from now. Throws `PanelRefusal`. */
  moveEnd(email: string, milliseconds: number): void {
    const client = this.get(email);
    const now = this.now().getTime();
    client.expiryTime = (client.expiryTime > 0 ? client.expiryTime : now) + milliseconds;
    client.updatedAt = now;
  }

  /** A write of the old generation: the whole list at once, whatever has happened since it was read. */
  overwrite(clients: readonly Client[]): void {
    this.clients = new Map(clients.map((client) => [client.email, client]));
  }

  made(fields: ClientFields): Client {
    const now = this.now().getTime();
    const { id, trafficReset, ...rest } = fields;
    this.lastId += 1;
    return {
      ...rest,
      id: this.lastId,
      uuid: id,
      subId: fields.subId || randomUUID(),
      enable: true,
      trafficReset: trafficReset || 'never',
      createdAt: now,
      updatedAt: now,
      inboundIds: [],
      up: 0,
      down: 0,
      allTime: 0,
      lastOnline: 0,
    };
  }

  snapshot(): BookState {
    return structuredClone({ clients: [...this.clients.values()], lastId: this.lastId, jobAt: this.jobAt });
  }

  restore({ clients, lastId, jobAt }: BookState): void {
    this.overwrite(structuredClone(clients));
    this.lastId = lastId;
    this.jobAt = jobAt;
  }

  clear(): void {
    this.clients.clear();
    this.jobAt = this.now().getTime();
  }

  private put(client: Client, inboundId: number): void {
    const inbound = inboundOf(inboundId);
    if (inbound.protocol === 'vless') client.uuid ||= randomUUID();
    else client.password ||= randomUUID().replaceAll('-', '');
    if (!client.inboundIds.includes(inboundId)) client.inboundIds = [...client.inboundIds, inboundId].sort((one, other) => one - other);
    this.clients.set(client.email, client);
  }

  private replace(email: string, client: Client): void {
    this.overwrite([...this.clients].map(([key, each]) => (key === email ? client : each)));
  }

  private refuseTaken(fields: ClientFields, self: Client | undefined, words: string): void {
    const taken = fields.subId !== '' && [...this.clients.values()].some((other) => other !== self && other.subId === fields.subId);
    if (taken) throw new PanelRefusal(`${words}: ${fields.subId}\n`);
  }

  private hasInAnyCase(email: string): boolean {
    return [...this.clients.keys()].some((key) => key.toLowerCase() === email.toLowerCase());
  }

  private runJob(): void {
    const now = this.now().getTime();
    if (now - this.jobAt < JOB_EVERY_MS) return;
    this.jobAt = now;
    for (const client of this.clients.values()) {
      if (isExpired(client, now) && client.reset > 0) renew(client, now);
      if (isExpired(client, now) || isDepleted(client)) client.enable = false;
    }
  }
}

/** Throws `PanelRefusal`, in the words the panel also has for a missing client. */
function inboundOf(id: number): Inbound {
  const inbound = INBOUNDS.find((each) => each.id === id);
  if (!inbound) throw recordNotFound();
  return inbound;
}

function renew(client: Client, now: number): void {
  while (client.expiryTime <= now) client.expiryTime += client.reset * DAY_MS;
  Object.assign(client, { up: 0, down: 0, enable: true });
}
