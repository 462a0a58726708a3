import { readBatchSettings } from '../batch-settings';
import { readConfig, readPort } from '../config';
import type { Host } from '../contracts/host';
import { modelVersions } from '../contracts/versions';
import { Lifecycle } from '../lifecycle';
import { log } from '../log';
import { Versions } from '../versions/versions';
import { Connections } from './connections';
import { createHttpServer } from './http';
import { limitsFor } from './limits';
import { listen } from './listen';
import { MODEL_DIRECTORY } from './serve';
import { reasonToStop } from './stop';
import { windDown } from './wind-down';

/**
 * The life of a server whose model can be replaced while it serves. It never runs a model itself, so that nothing can
 * hold it up, leave it short of memory or end it. Resolves to the exit code.
 */
export async function serveVersions(script: string): Promise<number> {
  const { modelDirectory, maxBodyBytes } = readConfig(process.env, MODEL_DIRECTORY);
  const stop = reasonToStop(true);
  const lifecycle = new Lifecycle();
  const versions = new Versions({ script, modelDirectory, giveUp: stop.because });
  const host: Host = {
    lifecycle,
    service: () => undefined,
    maxBodyBytes: readBatchSettings(process.env, maxBodyBytes)?.maxBodyBytes ?? maxBodyBytes,
  };
  const limits = limitsFor(host.maxBodyBytes);
  const server = createHttpServer({ ...host, limits, routes: modelVersions(host, versions) });
  const connections = new Connections(server, limits.deafMilliseconds);
  log('info', 'listening', await listen(server, { port: readPort(process.env) }));
  // A failure is logged where it happens, and nobody else waits for it.
  process.on('SIGHUP', () => void versions.reload().catch(() => undefined));
  versions.reload().then(() => lifecycle.advance('ready'), stop.because);

  const exitCode = await stop.exitCode;
  versions.stopLoading();
  const close = (): Promise<void> => versions.close();
  return windDown({ server, connections, lifecycle, close, kill: () => versions.kill() }, exitCode);
}
