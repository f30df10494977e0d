import { Writable } from 'node:stream';
import pino from 'pino';
import pretty from 'pino-pretty';
import type { LogFields, Logger } from '#use-cases/ports/runtime/logger.js';
import { KnownSecrets, withoutSecretFields } from './redaction.js';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

export interface LoggerOptions {
  readonly level: LogLevel;
  /** Coloured lines for people instead of JSON. */
  readonly pretty: boolean;
  /** Values that never appear in a line, wherever they come from. */
  readonly secrets: readonly string[] | KnownSecrets;
  /** Where lines go; standard output unless told otherwise. */
  readonly destination?: NodeJS.WritableStream;
}

/** Structured log over pino. Fields of secret names are replaced, and known secrets are erased from the finished line. */
export class PinoLogger implements Logger {
  constructor(private readonly log: pino.Logger) {}

  debug(fields: LogFields, message: string): void {
    this.log.debug(withoutSecretFields(fields) as object, message);
  }

  info(fields: LogFields, message: string): void {
    this.log.info(withoutSecretFields(fields) as object, message);
  }

  warn(fields: LogFields, message: string): void {
    this.log.warn(withoutSecretFields(fields) as object, message);
  }

  error(fields: LogFields, message: string): void {
    this.log.error(withoutSecretFields(fields) as object, message);
  }

  child(fields: LogFields): Logger {
    return new PinoLogger(this.log.child(withoutSecretFields(fields) as pino.Bindings));
  }
}

/** A log at `level`; lines below it cost nothing. */
export function createLogger(options: LoggerOptions): Logger {
  const clean = erasing(options.destination ?? process.stdout, options.secrets);
  const colorize = options.destination === undefined;
  const target = options.pretty ? pretty({ colorize, destination: clean, translateTime: 'SYS:HH:MM:ss.l', singleLine: true }) : clean;
  const settings: pino.LoggerOptions = {
    level: options.level,
    base: null,
    // Errors are plain fields by the time pino sees them.
    serializers: { err: (fields: unknown) => fields },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
  };
  return new PinoLogger(pino(settings, target));
}

function erasing(out: NodeJS.WritableStream, secrets: LoggerOptions['secrets']): Writable {
  const known = secrets instanceof KnownSecrets ? secrets : new KnownSecrets(secrets);
  return new Writable({
    decodeStrings: false,
    write(line: string | Buffer, _encoding, done) {
      out.write(known.erase(line.toString()));
      done();
    },
  });
}
