import type { FallbackSpec, ModelManifest, TensorSpec } from '@inference-constructs/core/out/model/manifest';
import { ofOneRow } from '@inference-constructs/core/out/model/manifest-fallback';
import { joinData } from '../engine/join-data';
import { toTensor } from '../codec/nested';
import type { Engine, Run, Tensor, Tensors } from '../engine/engine';

/** What an answer that is not the model's is marked with. */
export type FallbackKind = 'constant' | 'model';

/** Answers in the place of a model that failed. */
export interface Fallback {
  readonly kind: FallbackKind;
  run(inputs: Tensors, rows: number): Run | Promise<Run>;
  close(): Promise<void>;
}

/** The same answer for each row. */
export function constantFallback({ outputs }: FallbackSpec, { signature }: ModelManifest): Fallback {
  const constants = signature.outputs.map((spec) => ({ spec, one: oneRow(outputs?.[spec.name], spec) }));
  return {
    kind: 'constant',
    run: (_, rows) => ({
      outputs: Object.fromEntries(constants.map(({ spec, one }) => [spec.name, repeated(one, spec, rows)])),
      milliseconds: 0,
    }),
    close: () => Promise.resolve(),
  };
}

/** Another model, in this process. */
export function modelFallback(engine: Engine): Fallback {
  return { kind: 'model', run: (inputs) => engine.run(inputs), close: () => engine.close() };
}

function oneRow(value: unknown, output: TensorSpec): Tensor {
  // Read as an input is: what JSON holds as an element of the output's type.
  const { name, type, shape } = ofOneRow(output);
  return toTensor(value, { name, type, shape });
}

function repeated(one: Tensor, { shape }: TensorSpec, rows: number): Tensor {
  if (typeof shape[0] !== 'string') {
    return one;
  }
  const data = joinData(Array.from({ length: rows }, () => one.data));
  return { type: one.type, dims: [rows, ...one.dims], data };
}
