import type { Architecture } from '@inference-constructs/core/out/catalog/lambda';
import { InferenceError } from '@inference-constructs/core/out/errors';
import { LAYERS } from '@inference-constructs/core/out/serving/layer';

/** Path of the layer's zip: each architecture has an npm package of its own, so that nobody downloads both. */
export function layerZip(architecture: Architecture, resolve: (request: string) => string = require.resolve): string {
  const { npmPackage } = LAYERS[architecture];
  try {
    return resolve(`${npmPackage}/layer.zip`);
  } catch {
    throw new InferenceError(
      'LayerPackageMissing',
      `onnxruntime layer for ${architecture} (${npmPackage}): not installed. ` +
        `run "npm install ${npmPackage}", or pass onnxruntimeLayerArn`,
    );
  }
}
