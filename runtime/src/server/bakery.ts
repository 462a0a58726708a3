import { dirname } from 'node:path';
import { readConfig, type Config } from '../config';
import { bake, bakeElsewhere } from '../engine/bake';
import { keepInUse, pruneCache } from '../engine/baked-cache';
import { bakedKey, bakedPlaces, findBaked } from '../engine/baked';
import { log } from '../log';
import { readModelPackage } from '../model-package';

/** Gives the baked model's file; makes it first where there is none and `mayBake`. Undefined: the source must do. */
export type Bakery = (mayBake: boolean) => Promise<string | undefined>;

export function bakery(script: string, config: Config, modelFile: string): Bakery {
  return async (mayBake) => {
    try {
      const { packaged, cache } = bakedPlaces(dirname(script));
      const key = bakedKey(modelFile, config.modelDigest);
      const found = findBaked([packaged], key) ?? inUse(findBaked([cache], key));
      if (found !== undefined || !mayBake) {
        return found;
      }
      await bakeElsewhere(script, cache);
      const baked = inUse(findBaked([cache], key));
      pruneCache(cache);
      return baked;
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'unknown';
      log('info', 'the model is not baked: one worker has all threads', { reason });
      return undefined;
    }
  };
}

/** What is in the cache may be removed by any server, unless it is said to be in use. */
function inUse(file: string | undefined): string | undefined {
  return file !== undefined && keepInUse(file) ? file : undefined;
}

/** `node server.js bake DIRECTORY`: what a server does at its first start, done when its image is built. */
export async function bakeNow(defaultModelDirectory: string, directory: string): Promise<void> {
  const { modelDirectory, modelDigest, device } = readConfig(process.env, defaultModelDirectory);
  const { manifest, modelFile } = readModelPackage(modelDirectory);
  const session = { modelFile, signature: manifest.signature, threads: 1, device };
  await bake(session, directory, bakedKey(modelFile, modelDigest));
}
