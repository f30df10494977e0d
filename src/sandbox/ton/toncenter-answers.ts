import { setTimeout as pause } from 'node:timers/promises';
import type Router from '@koa/router';
import type { FaultBoard, FaultMode } from '#sandbox/kit/fault-board.js';
import { ExternalRefused } from './external-message.js';

type RouterContext = Parameters<Parameters<Router['get']>[1]>[0];

/** An answer other than 200, as toncenter gives it. */
export class ToncenterRefusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
    this.name = 'ToncenterRefusal';
  }
}

export type CallKind = 'send' | 'read';
type Work = (context: RouterContext, fault: FaultMode | undefined) => unknown;

const SLOW_MS = 3_000;

/**
 * One call with the fault that strikes it. slow: the right answer 3 s late. failing: nothing is done; a send gets 500 with a lite
 * server's network error, a read gets the 429 of the rate limit. silent: a send is done but the connection is cut instead of an
 * answer. lying: a send is answered well and forgotten. Silent and lying neither strike nor are used up by reads.
 */
export function toncenterCall(faults: FaultBoard, kind: CallKind, work: Work) {
  return async (context: RouterContext): Promise<void> => {
    const fault = strike(faults, kind);
    if (fault === 'slow') await pause(SLOW_MS, undefined, { ref: false });
    if (fault === 'failing') {
      refuseByFault(context, kind);
      return;
    }
    try {
      context.body = await work(context, fault);
    } catch (error) {
      refuse(context, error);
    }
    if (fault === 'silent') cut(context);
  };
}

function strike(faults: FaultBoard, kind: CallKind): FaultMode | undefined {
  const armed = faults.peek('ton');
  if (kind === 'read' && (armed === 'silent' || armed === 'lying')) return undefined;
  return faults.take('ton');
}

function refuseByFault(context: RouterContext, kind: CallKind): void {
  if (kind === 'send') answer(context, 500, { ok: false, error: 'LITE_SERVER_NETWORK: timeout', code: 500 });
  else answer(context, 429, { ok: false, result: 'Ratelimit exceed', code: 429 });
}

function refuse(context: RouterContext, error: unknown): void {
  const { status, message } = refusalOf(error);
  answer(context, status, isVersion3(context) ? { error: message } : { ok: false, error: message, code: status });
}

function refusalOf(error: unknown): { status: number; message: string } {
  if (error instanceof ToncenterRefusal) return error;
  if (!(error instanceof ExternalRefused)) throw error;
  return { status: 500, message: `LITE_SERVER_UNKNOWN: cannot apply external message to current state : ${error.message}` };
}

const isVersion3 = (context: RouterContext): boolean => context.path.includes('/api/v3/');

function answer(context: RouterContext, status: number, body: Record<string, unknown>): void {
  context.status = status;
  context.body = body;
}

function cut(context: RouterContext): void {
  context.respond = false;
  context.req.socket.destroy();
}
