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
import { Connections, type DrainTimes } from './connections';
import { createHttpServer } from './http';
import { listen, stopListening } from './listen';
import { TRIAL_TIMEOUT } from '../trial';
import { load, type Loaded } from './load';
import { reasonToStop } from './stop';

export const MODEL_DIRECTORY = '/opt/ml/model';

/** SageMaker and ECS kill 30 seconds after SIGTERM. */
export const DRAIN: DrainTimes = { idleMilliseconds: 1000, arrivalMilliseconds: 5000, totalMilliseconds: 24_000 };
export const LAST_MOMENT_MS = 25_000;

/** The server's whole life. Resolves to the exit code when nothing runs any more, so that the process may exit. */
export async function serve(script: string): Promise<number> {
  stateOwnDigest(process.env, readConfig(process.env, MODEL_DIRECTORY).modelDirectory);
  const config = readConfig(process.env, MODEL_DIRECTORY);
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
  const routes = batch === undefined ? oneModel(host) : oneModelInBatch(host, batch);
  const server = createHttpServer({ ...host, routes });
  const connections = new Connections(server);
  log('info', 'listening', { port: await listen(server, process.env[SOCKET] ?? readPort(process.env)) });

  const who = {
    endpointName: process.env[Environment.ENDPOINT_NAME] || 'unknown',
    release: process.env[Environment.RELEASE] || undefined,
  };
  // A batch has no client whose time runs out.
  const maxWaitMilliseconds = batch === undefined ? config.maxWaitMilliseconds : Infinity;
  let isHeld = false;
  const loading = load({ ...config, maxWaitMilliseconds }, who, lifecycle, {
    startWorker: (options) =>
      WorkerEngine.start(script, options, () =>
        stop.because(new InferenceError('EngineDied', 'The engine thread ended.')),
      ),
    script,
    isAlone: () => connections.count <= 1,
  }).then(
    (result) => {
      loaded = result;
      if (lifecycle.advance('ready')) {
        parent.ready();
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
  lifecycle.advance('draining');
  const lastMoment = killAtTheLastMoment();
  await stopListening(server);
  const isDrained = await connections.drain(DRAIN);
  await loading;
  loaded?.publisher.flush();
  await loaded?.engine.close();
  await loaded?.fallback?.close();
  clearTimeout(lastMoment);
  lifecycle.advance('stopped');
  if (isHeld) {
    kill();
  }
  return drained(isDrained, exitCode);
}

export function drained(isDrained: boolean, exitCode: number): number {
  if (isDrained) {
    return exitCode;
  }
  logFailure(new InferenceError('DrainTimeout', 'Some requests were still unanswered when the time to stop was over.'));
  return 1;
}

/** A run cannot be cancelled, and exiting inside one aborts with a core dump: only a kill ends it. */
function killAtTheLastMoment(): NodeJS.Timeout {
  return setTimeout(() => {
    logFailure(new InferenceError('DrainTimeout', 'The model was still running when the time to stop was over.'));
    kill();
  }, LAST_MOMENT_MS);
}

function kill(): void {
  process.kill(process.pid, 'SIGKILL');
}
