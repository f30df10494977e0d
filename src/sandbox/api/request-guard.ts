import type { IncomingMessage } from 'node:http';
import { SandboxProblem } from '#sandbox/kit/problem.js';

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Whether a name to listen on stays on this machine. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.has(host) || host === '::1';
}

/**
 * Keeps other web sites out of a server that has no login: a foreign Host (a name that was pointed at this machine) and any
 * request made by a page of another origin are refused.
 */
export function assertLocal(request: IncomingMessage): void {
  const host = request.headers.host ?? '';
  const address = URL.canParse(`http://${host}`) ? new URL(`http://${host}`) : undefined;
  if (!address || !LOOPBACK.has(address.hostname)) throw refused('foreign-host', 'Only this machine may call the sandbox');
  if (!isOwnOrigin(request.headers.origin, address.host)) throw refused('foreign-origin', 'Only the own page may call the sandbox');
  const { 'sec-fetch-site': site, 'sec-fetch-mode': mode } = request.headers;
  if (site === 'cross-site' && mode !== 'navigate') throw refused('foreign-origin', 'Only the own page may call the sandbox');
}

function isOwnOrigin(origin: string | undefined, host: string): boolean {
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}

function refused(code: string, title: string): SandboxProblem {
  return new SandboxProblem(403, `sandbox.${code}`, title);
}
