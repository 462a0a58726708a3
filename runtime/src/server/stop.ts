import { log, logFailure } from '../log';

/** What ends the server; the first reason counts. */
export interface Stop {
  readonly exitCode: Promise<number>;
  /** A failure: logged, and the process exits with 1, so that whoever watches it starts another. */
  because(error: unknown): void;
}

export function reasonToStop(): Stop {
  let resolve: (exitCode: number) => void = () => undefined;
  const exitCode = new Promise<number>((settle) => (resolve = settle));
  const because = (error: unknown): void => {
    logFailure(error);
    resolve(1);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      log('info', 'asked to stop', { signal });
      resolve(0);
    });
  }
  process.on('uncaughtException', because);
  process.on('unhandledRejection', because);
  // Nobody reads the logs any more: no reason to stop answering.
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
  return { exitCode, because };
}
