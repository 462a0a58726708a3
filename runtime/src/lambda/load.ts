import { join } from 'node:path';
import { Dimensions } from '@inference-constructs/core/out/contract/metrics';
import { readConfig } from '../config';
import { InProcessEngine } from '../engine/in-process';
import { checkGolden } from '../golden-check';
import { loadFallback } from '../load-fallback';
import { EVERY_REQUEST, Publisher } from '../metrics/publisher';
import { readModelPackage } from '../model-package';
import { checkNodeVersion } from '../node-version';
import { Predictor } from '../predict/predictor';
import { Service, type Observer } from '../predict/service';
import { Trial } from '../trial';

export interface Loaded {
  readonly service: Service;
  /** For what an acceptance hook asks: the model alone answers, and nothing is counted. */
  readonly trial: Service;
  readonly maxBodyBytes: number;
}

const UNCOUNTED: Observer = { answered: () => {}, fellBack: () => {}, refused: () => {} };

/** Loads the model and checks it, while Lambda initialises the sandbox. */
export async function load(variables: NodeJS.ProcessEnv, codeDirectory: string): Promise<Loaded> {
  checkNodeVersion();
  const config = readConfig(variables, join(variables.LAMBDA_TASK_ROOT || codeDirectory, 'model'));
  const served = readModelPackage(config.modelDirectory);
  const { manifest, modelFile, golden } = served;
  const { threads, device, modelDigest, maxBodyBytes } = config;
  const engine = await InProcessEngine.start({ modelFile, signature: manifest.signature, threads, device });
  const predictor = new Predictor(manifest, engine);
  const trial = new Trial(config.maxTrialMilliseconds);
  await trial.within(checkGolden(golden, predictor, trial));
  const fallback = await trial.within(loadFallback(served, trial));
  const name = variables.AWS_LAMBDA_FUNCTION_NAME || 'unknown';
  const publisher = new Publisher(
    manifest,
    { dimension: Dimensions.FUNCTION, name, modelDigest, release: variables.AWS_LAMBDA_FUNCTION_VERSION },
    EVERY_REQUEST,
  );
  return {
    service: new Service(predictor, publisher, fallback),
    trial: new Service(predictor, UNCOUNTED),
    maxBodyBytes,
  };
}
