import { InProcessEngine } from './engine/in-process';
import { checkGolden } from './golden-check';
import { log } from './log';
import type { ServedModel } from './model-package';
import { constantFallback, modelFallback, type Fallback } from './predict/fallback';
import { Predictor } from './predict/predictor';
import type { Trial } from './trial';

/** What a package declares as its fallback, ready to answer; undefined where it declares none. */
export async function loadFallback({ manifest, fallback }: ServedModel, trial: Trial): Promise<Fallback | undefined> {
  if (manifest.fallback === undefined) {
    return undefined;
  }
  if (fallback === undefined) {
    return constantFallback(manifest.fallback, manifest);
  }
  const { signature } = manifest;
  // In this process and on its processor: what makes the model fail, a dead thread or a GPU, must not stop this one.
  const engine = await InProcessEngine.start({ modelFile: fallback.modelFile, signature, threads: 1, device: 'cpu' });
  try {
    await checkGolden(
      fallback.golden,
      new Predictor(fallback.manifest, engine),
      trial,
      `${manifest.fallback.model}/golden.jsonl`,
    );
  } catch (error) {
    await engine.close();
    throw error;
  }
  log('info', 'the fallback is ready', { cases: fallback.golden.length });
  return modelFallback(engine);
}
