import { isatty } from 'node:tty';
import { Environment } from '@inference-constructs/core/out/contract/environment';
import { log, logFailure } from '../log';

/** What ends the server; the first reason counts. */
export interface Stop {
  readonly exitCode: Promise<number>;
  /** A failure: logged, and the process exits with 1, so that whoever watches it starts another. */
  because(error: unknown): void;
}

const STDIN = 0;

/**
 * SIGHUP stops a server whose terminal was closed. Sent to any other it means, as to most servers, that a configuration is
 * to be read again: `isReloading` ones hear it themselves, and where there is none to read again it must not end anything.
 */
export function reasonToStop(isReloading = false): Stop {
  let resolve: (exitCode: number) => void = () => undefined;
  const exitCode = new Promise<number>((settle) => (resolve = settle));
  const because = (error: unknown): void => {
    logFailure(error);
    resolve(1);
  };
  // Once it is closed, it is none any more.
  const hasTerminal = isatty(STDIN);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      log('info', 'asked to stop', { signal });
      resolve(0);
    });
  }
  process.on('SIGHUP', () => {
    if (hasTerminal) {
      log('info', 'asked to stop', { signal: 'SIGHUP' });
      resolve(0);
    } else if (!isReloading) {
      log('info', `SIGHUP is ignored: only a server with ${Environment.RELOAD}=true reads its directory again`);
    }
  });
  process.on('uncaughtException', because);
  process.on('unhandledRejection', because);
  return { exitCode, because };
}
