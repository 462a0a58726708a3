import { Dimensions } from '@inference-constructs/core/out/contract/metrics';
import type { Config } from '../config';
import type { Engine } from '../engine/engine';
import type { SessionOptions } from '../engine/session';
import { checkGolden } from '../golden-check';
import type { Lifecycle } from '../lifecycle';
import { log } from '../log';
import { EVERY_SECOND, Publisher } from '../metrics/publisher';
import { readModelPackage } from '../model-package';
import { Predictor } from '../predict/predictor';
import { Service } from '../predict/service';

/** A model that may answer. */
export interface Loaded {
  readonly engine: Engine;
  readonly publisher: Publisher;
  readonly service: Service;
}

export type StartEngine = (options: SessionOptions) => Promise<Engine>;

/** Loads the model and checks it; rejects, with nothing left running, if it must not answer. */
export async function load(
  config: Config,
  who: { readonly endpointName: string; readonly release?: string },
  lifecycle: Lifecycle,
  startEngine: StartEngine,
): Promise<Loaded> {
  const { manifest, modelFile, golden } = readModelPackage(config.modelDirectory);
  const { threads, device } = config;
  const engine = await startEngine({ modelFile, signature: manifest.signature, threads, device });
  try {
    lifecycle.advance('warming');
    const predictor = new Predictor(manifest, engine);
    await checkGolden(golden, predictor);
    log('info', 'golden cases agree', { cases: golden.length, threads, device });
    const { endpointName: name, release } = who;
    const source = { dimension: Dimensions.ENDPOINT, name, modelDigest: config.modelDigest, release };
    const publisher = new Publisher(manifest.classes, source, EVERY_SECOND);
    return { engine, publisher, service: new Service(predictor, publisher) };
  } catch (error) {
    await engine.close();
    throw error;
  }
}
