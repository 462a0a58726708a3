import type { Architecture } from '../catalog/lambda';
import { InferenceError } from '../errors';
import { LAYERS } from './layer';

/**
 * Path of the layer's zip, as `resolve` finds it: each architecture has an npm package of its own, so that nobody
 * downloads both. `property` is the one that takes another layer.
 */
export function layerZipPath(
  architecture: Architecture,
  property: string,
  resolve: (request: string) => string,
): string {
  const { npmPackage } = LAYERS[architecture];
  try {
    return resolve(`${npmPackage}/layer.zip`);
  } catch {
    throw new InferenceError(
      'LayerPackageMissing',
      `onnxruntime layer for ${architecture} (${npmPackage}): not installed. ` +
        `run "npm install ${npmPackage}", or pass ${property}`,
    );
  }
}
