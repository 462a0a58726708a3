import { ONNXRUNTIME } from './lambda';

/**
 * What the onnxruntime of the runtime loads, by trying every version (test/runtime/engine/opset.test.ts does for each
 * release); it loads older ones of all of them.
 */
export const LOADABLE = {
  VERSION: ONNXRUNTIME.VERSION,
  IR_VERSION: 13,
  /** Newest version of each operator set. Of a domain that is not named any version is loaded. */
  OPSETS: {
    'ai.onnx': 26,
    'ai.onnx.ml': 5,
    'ai.onnx.training': 1,
    'com.microsoft': 1,
  } as Readonly<Record<string, number>>,
} as const;
