import { join } from 'node:path';

/** The AWS Lambda layer with onnxruntime-node for functions on the x86_64 architecture. */
export class OnnxLayerLinuxX64 {
  /** Version of onnxruntime-node in the layer. */
  public static readonly ONNXRUNTIME_VERSION: string = '1.30.0';

  /** Path of the layer's zip file: `nodejs/node_modules/onnxruntime-node`, pruned to Linux on x86_64. */
  public static readonly ZIP_FILE: string = join(__dirname, '..', 'layer.zip');

  private constructor() {}
}
