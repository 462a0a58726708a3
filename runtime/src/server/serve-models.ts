import type { Host } from '../contracts/host';
import { multiModel } from '../contracts/multi-model';
import { readConfig, readPort } from '../config';
import { Lifecycle } from '../lifecycle';
import { log } from '../log';
import { Models } from '../multi-model/models';
import { Connections } from './connections';
import { createHttpServer } from './http';
import { limitsFor } from './limits';
import { listen } from './listen';
import { MODEL_DIRECTORY } from './serve';
import { reasonToStop } from './stop';
import { windDown } from './wind-down';

/** The life of a server that starts and ends models as it is told. Resolves to the exit code. */
export async function serveModels(script: string): Promise<number> {
  const { maxBodyBytes } = readConfig(process.env, MODEL_DIRECTORY);
  const stop = reasonToStop();
  const lifecycle = new Lifecycle();
  const models = new Models(script);
  const host: Host = { lifecycle, service: () => undefined, maxBodyBytes };
  const limits = limitsFor(host.maxBodyBytes);
  const server = createHttpServer({ ...host, limits, routes: multiModel(host, models) });
  const connections = new Connections(server, limits.deafMilliseconds);
  log('info', 'listening', await listen(server, { port: readPort(process.env) }));
  lifecycle.advance('ready');

  const exitCode = await stop.exitCode;
  const close = (): Promise<void> => models.close();
  return windDown({ server, connections, lifecycle, close, kill: () => models.kill() }, exitCode);
}
