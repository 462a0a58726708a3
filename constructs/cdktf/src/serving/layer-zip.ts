import type { Architecture } from '@inference-constructs/core/out/catalog/lambda';
import { layerZipPath } from '@inference-constructs/core/out/serving/layer-package';

/** Path of the layer's zip. */
export function layerZip(architecture: Architecture, resolve: (request: string) => string = require.resolve): string {
  return layerZipPath(architecture, 'onnxruntimeLayerArn', resolve);
}
