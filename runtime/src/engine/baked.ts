import { existsSync, readFileSync, statSync } from 'node:fs';
import { arch, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';

/** A model as onnxruntime would lay it out after loading: its weights are mapped from the file, shared by all sessions. */
export const BakedFiles = { MODEL: 'model.onnx', WEIGHTS: 'model.data' } as const;

/** Below this, baking gains nothing worth a file. */
export const WORTH_BAKING_BYTES = 4_194_304;

/**
 * Names what a baked model holds for: the model, this version of onnxruntime and this kind of processor, as the layout of
 * the weights follows its features.
 */
export function bakedKey(modelFile: string, modelDigest: string): string {
  const { size, mtimeMs } = statSync(modelFile);
  const identity = modelDigest === 'unknown' ? [modelFile, size, mtimeMs] : [modelDigest];
  const text = JSON.stringify([onnxruntimeVersion(), arch(), cpus()[0]?.model, processorFeatures(), ...identity]);
  // Loaded for large models only: it takes longer than a small one does.
  const { createHash } = process.getBuiltinModule('node:crypto');
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** Where baked models are looked for: made with the image, or at an earlier start. */
export function bakedPlaces(programDirectory: string): { readonly packaged: string; readonly cache: string } {
  return { packaged: join(programDirectory, 'baked'), cache: join(tmpdir(), `inference-baked-${userId()}`) };
}

export function findBaked(places: readonly string[], key: string): string | undefined {
  return places
    .filter(isOurs)
    .map((place) => join(place, key, BakedFiles.MODEL))
    .find((file) => existsSync(file));
}

/** Whether nobody else could have put something there. */
function isOurs(directory: string): boolean {
  try {
    const { uid, mode } = statSync(directory);
    return (uid === userId() || uid === 0) && (mode & 0o022) === 0;
  } catch {
    return false;
  }
}

function userId(): number {
  return process.getuid?.() ?? 0;
}

function onnxruntimeVersion(): string {
  const file = require.resolve('onnxruntime-node/package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

function processorFeatures(): string {
  try {
    return /^(?:flags|Features)\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1] ?? '';
  } catch {
    return '';
  }
}
