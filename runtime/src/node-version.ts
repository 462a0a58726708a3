import { InferenceError } from '@inference-constructs/core/out/errors';

/** onnxruntime-node and the Lambda runtimes it is deployed to are tried from here on. */
const OLDEST_NODE = 22;

export function checkNodeVersion(version: string = process.versions.node): void {
  if (Number.parseInt(version, 10) < OLDEST_NODE) {
    throw new InferenceError(
      'NodeTooOld',
      `Node.js (${version}): at least ${OLDEST_NODE}. Start the runtime with a newer Node.js.`,
    );
  }
}
