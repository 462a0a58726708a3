import type { Architecture } from '../catalog/lambda';
import { LAMBDA, ONNXRUNTIME } from '../catalog/lambda';
import type { PlannedResource } from '../plan/plan';

/** npm package and construct id of the layer with onnxruntime for an architecture. */
export const LAYERS: Readonly<Record<Architecture, { npmPackage: string; constructId: string }>> = {
  x86_64: { npmPackage: '@inference-constructs/onnx-layer-linux-x64', constructId: 'OnnxruntimeLayerX64' },
  arm64: { npmPackage: '@inference-constructs/onnx-layer-linux-arm64', constructId: 'OnnxruntimeLayerArm64' },
};

/** One layer version a stack and architecture, shared by all functions. */
export function decideLayer(architecture: Architecture): PlannedResource {
  return {
    id: LAYERS[architecture].constructId,
    type: 'AWS::Lambda::LayerVersion',
    properties: {
      Description: `onnxruntime-node ${ONNXRUNTIME.VERSION} for ${architecture}`,
      CompatibleArchitectures: [architecture],
      CompatibleRuntimes: [LAMBDA.RUNTIME],
    },
  };
}
