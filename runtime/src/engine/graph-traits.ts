import { statSync } from 'node:fs';
import { readOnnx, type OnnxGraph } from '@inference-constructs/core/out/model/onnx/model';

/** What a graph's operators say about how it may be run. */
export interface GraphTraits {
  /** Of all weights, wherever they lie. */
  readonly bytes: number;
  /** One row of unlucky values may take seconds where another takes microseconds. */
  readonly hasControlFlow: boolean;
  /** An operator whose result for a row depends on its neighbours or on chance. */
  readonly mixesRows?: string;
}

const CONTROL_FLOW = ['Loop', 'Scan', 'If'];
/** DynamicQuantizeLinear takes its scale from the whole batch: neighbours change an answer by 1 %. */
const MIXES_ROWS = [
  'DynamicQuantizeLinear',
  'com.microsoft.DynamicQuantizeMatMul',
  'com.microsoft.DynamicQuantizeLSTM',
  'RandomNormal',
  'RandomNormalLike',
  'RandomUniform',
  'RandomUniformLike',
  'Multinomial',
  'Bernoulli',
];

/** Undefined where the file cannot be read; onnxruntime then says why. */
export function graphTraits(modelFile: string): GraphTraits | undefined {
  let graph: OnnxGraph;
  try {
    graph = readOnnx(modelFile);
  } catch {
    return undefined;
  }
  const { opTypes, parameterBytes } = graph;
  const has = (type: string): boolean => Object.hasOwn(opTypes, type);
  return {
    bytes: Math.max(parameterBytes, statSync(modelFile).size),
    hasControlFlow: CONTROL_FLOW.some(has),
    mixesRows: MIXES_ROWS.find(has),
  };
}
