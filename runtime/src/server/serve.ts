import { Environment } from '@inference-constructs/core/out/contract/environment';
import { InferenceError } from '@inference-constructs/core/out/errors';
import { readBatchSettings } from '../batch-settings';
import { readConfig, readPort } from '../config';
import { oneModel, oneModelInBatch } from '../contracts';
import type { Host } from '../contracts/host';
import { WorkerEngine } from '../engine/worker-engine';
import { Lifecycle } from '../lifecycle';
import { describe, log, logFailure } from '../log';
import { stateOwnDigest } from '../processes/own-digest';
import { parent, SOCKET } from '../processes/parent';
import { Connections } from './connections';
import { createHttpServer } from './http';
import { limitsFor } from './limits';
import { listen, type Listening } from './listen';
import { TRIAL_TIMEOUT } from '../trial';
import { load, type Loaded } from './load';
import { reasonToStop } from './stop';
import { threadScript } from '../threads';
import { windDown } from './wind-down';

export const MODEL_DIRECTORY = '/opt/ml/model';

/**
 * The server's whole life. Resolves to the exit code when nothing runs any more, so that the process may exit. `whenReady`
 * hears where the model answers.
 */
export async function serve(script: string, whenReady?: (place: Listening) => void): Promise<number> {
  stateOwnDigest(process.env, readConfig(process.env, MODEL_DIRECTORY).modelDirectory);
  const config = readConfig(process.env, MODEL_DIRECTORY);
  const engineScript = threadScript(script, 'engine');
  const readerScript = threadScript(script, 'reader');
  const stop = reasonToStop();
  parent.whenGone(() => stop.because(new InferenceError('ParentGone', 'The process that started this one ended.')));
  const lifecycle = new Lifecycle();
  let loaded: Loaded | undefined;
  const batch = readBatchSettings(process.env, config.maxBodyBytes);
  const { maxBodyBytes } = batch ?? config;
  const host: Host = {
    lifecycle,
    service: () => loaded?.service,
    maxBodyBytes,
    isStuck: () => loaded?.engine.isStuck === true,
    pace: () => loaded?.pace,
  };
  const own = limitsFor(maxBodyBytes);
  const socket = process.env[SOCKET];
  // The server of several models looks after its clients, and must always be able to ask how a process is.
  const limits = socket === undefined ? own : { ...own, connections: Infinity };
  const routes = batch === undefined ? oneModel(host) : oneModelInBatch(host, batch);
  const server = createHttpServer({ ...host, routes, limits });
  const connections = new Connections(server, limits.deafMilliseconds);
  const place = await listen(server, socket === undefined ? { port: readPort(process.env) } : { socket });
  log('info', 'listening', place);

  const who = {
    endpointName: process.env[Environment.ENDPOINT_NAME] || 'unknown',
    release: process.env[Environment.RELEASE] || undefined,
  };
  // A batch has no client whose time runs out.
  const maxWaitMilliseconds = batch === undefined ? config.maxWaitMilliseconds : Infinity;
  parent.whenRefused((requests) => {
    for (let request = 0; request < requests; request++) {
      loaded?.service.refuse();
    }
  });
  let isHeld = false;
  const loading = load({ ...config, maxWaitMilliseconds }, who, lifecycle, {
    startWorker: (options) =>
      WorkerEngine.start(engineScript, options, () =>
        stop.because(new InferenceError('EngineDied', 'The engine thread ended.')),
      ),
    script,
    readerScript,
    isAlone: () => connections.count <= 1,
  }).then(
    (result) => {
      loaded = result;
      if (lifecycle.advance('ready')) {
        parent.ready();
        whenReady?.(place);
      }
    },
    (error: unknown) => {
      isHeld = describe(error).code === TRIAL_TIMEOUT;
      parent.failed(error);
      stop.because(error);
    },
  );

  const exitCode = await stop.exitCode;
  parent.stopping();
  const close = async (): Promise<void> => {
    await loading;
    loaded?.publisher.flush();
    await loaded?.reader.close();
    await loaded?.engine.close();
    await loaded?.fallback?.close();
  };
  const ended = await windDown({ server, connections, lifecycle, close, kill: killInsideRun }, exitCode);
  if (isHeld) {
    kill();
  }
  return ended;
}

/** A run cannot be cancelled, and exiting inside one aborts with a core dump: only a kill ends it. */
function killInsideRun(): void {
  logFailure(new InferenceError('DrainTimeout', 'The model was still running when the time to stop was over.'));
  kill();
}

function kill(): void {
  process.kill(process.pid, 'SIGKILL');
}
