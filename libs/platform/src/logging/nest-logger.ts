import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';

type PinoLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';

/**
 * Lets NestJS write through our logger. Nest's own convention is that the last text after the message names the source.
 * Anything that is neither text nor an error is left out: an object handed to a logger may be a request's body.
 */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...details: unknown[]): void {
    this.write('info', message, details);
  }

  error(message: unknown, ...details: unknown[]): void {
    this.write('error', message, details);
  }

  warn(message: unknown, ...details: unknown[]): void {
    this.write('warn', message, details);
  }

  debug(message: unknown, ...details: unknown[]): void {
    this.write('debug', message, details);
  }

  verbose(message: unknown, ...details: unknown[]): void {
    this.write('trace', message, details);
  }

  fatal(message: unknown, ...details: unknown[]): void {
    this.write('fatal', message, details);
  }

  private write(level: PinoLevel, message: unknown, details: readonly unknown[]): void {
    const texts = details.filter((detail) => typeof detail === 'string');
    const stack = texts.find(isStack);
    const source = texts.filter((text) => !isStack(text)).at(-1);
    const error = [message, ...details].find((detail) => detail instanceof Error);
    this.logger[level](
      {
        ...(source === undefined ? {} : { source }),
        ...(error === undefined ? {} : { err: error }),
        ...(error === undefined && stack !== undefined ? { stack } : {}),
      },
      readable(message),
    );
  }
}

const isStack = (text: string): boolean => /\n\s+at /.test(text);

function readable(message: unknown): string {
  if (typeof message === 'string') return message;
  return message instanceof Error ? message.message : `(a value of type ${typeof message}, not logged)`;
}
