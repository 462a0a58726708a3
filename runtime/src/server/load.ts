import { setImmediate as nextTurn } from 'node:timers/promises';
import { Dimensions } from '@inference-constructs/core/out/contract/metrics';
import type { Config } from '../config';
import { readJsonRequest } from '../codec/json-request';
import type { Engine } from '../engine/engine';
import type { Pace } from '../engine/pace';
import { place } from '../engine/placement';
import type { Queue } from '../engine/queue';
import type { SessionOptions } from '../engine/session';
import { warmUpRows } from '../engine/warm-up-rows';
import { checkGolden } from '../golden-check';
import type { Lifecycle } from '../lifecycle';
import { loadFallback } from '../load-fallback';
import { log } from '../log';
import { EVERY_SECOND, Publisher } from '../metrics/publisher';
import { readModelPackage } from '../model-package';
import type { Fallback } from '../predict/fallback';
import { Predictor } from '../predict/predictor';
import { Service } from '../predict/service';
import { Reader } from '../reader/reader';
import { Trial } from '../trial';
import { bakery } from './bakery';
import { checkHoldsOne } from './one-package';

/** A model that may answer. */
export interface Loaded {
  readonly engine: Queue;
  readonly pace?: Pace;
  readonly fallback?: Fallback;
  readonly publisher: Publisher;
  readonly service: Service;
  readonly reader: Reader;
}

/** What the server gives for the model to run on. */
export interface Host {
  readonly startWorker: (options: SessionOptions) => Promise<Engine>;
  /** Whether no request can arrive beside another. */
  readonly isAlone: () => boolean;
  /** What this process was started from. */
  readonly script: string;
  /** What the thread that reads large bodies is started from. */
  readonly readerScript: string;
}

/** Under which name metrics are published, and for which release of it. */
export interface Who {
  readonly endpointName: string;
  readonly release?: string;
}

/** So many recorded cases are tried before the model may answer anything. */
const TRIED_CASES = 8;

/**
 * Loads the model and checks it; rejects if it must not answer: with nothing left running, except for a run that did not
 * end in time.
 */
export function load(config: Config, who: Who, lifecycle: Lifecycle, host: Host): Promise<Loaded> {
  const trial = new Trial(config.maxTrialMilliseconds);
  const startWorker = async (options: SessionOptions): Promise<Engine> => {
    const engine = await host.startWorker(options);
    trial.begin();
    return engine;
  };
  return trial.within(loadAndTry(config, who, lifecycle, { ...host, startWorker }, trial));
}

async function loadAndTry(config: Config, who: Who, lifecycle: Lifecycle, host: Host, trial: Trial): Promise<Loaded> {
  checkHoldsOne(config.modelDirectory);
  const served = readModelPackage(config.modelDirectory);
  const { manifest, modelFile, golden } = served;
  const { threads, device, maxWaitMilliseconds } = config;
  const { signature } = manifest;
  const recorded = golden.slice(0, TRIED_CASES).map(({ inputs }) => readJsonRequest({ inputs }, signature));
  const session = { modelFile, signature, threads, device };
  const {
    queue: engine,
    report,
    pace,
  } = await place({
    session,
    rows: warmUpRows(signature, recorded),
    baked: bakery(host.script, config, modelFile),
    maxWaitMilliseconds,
    ...host,
  });
  try {
    log('info', 'the model is placed', report);
    // A model in this process held the event loop while it was loaded: whoever wants to stop it is heard now.
    await nextTurn();
    await nextTurn();
    lifecycle.advance('warming');
    const predictor = new Predictor(manifest, engine);
    await checkGolden(golden, predictor, trial);
    log('info', 'golden cases agree', { cases: golden.length, device });
    const fallback = await loadFallback(served, trial);
    const { endpointName: name, release } = who;
    const source = { dimension: Dimensions.ENDPOINT, name, modelDigest: config.modelDigest, release };
    const publisher = new Publisher(manifest, source, { ...EVERY_SECOND, requests: config.metricsRequests });
    const reader = new Reader(host.readerScript, manifest, maxWaitMilliseconds);
    const service = new Service(predictor, publisher, fallback, reader);
    return { engine, pace, fallback, publisher, service, reader };
  } catch (error) {
    await engine.close();
    throw error;
  }
}
