import { loadBinding, loadOnnxruntime, type NativeMetadata, type Onnxruntime } from './onnxruntime';
import type { Tensors } from './engine';

/** A tensor that the graph itself declares; without a type where it is something else. */
export interface Declared {
  readonly name: string;
  readonly type: string;
}

export type Results = Readonly<Record<string, Onnxruntime.Tensor>>;

/** A model in onnxruntime, by whatever way this version of onnxruntime offers. */
export interface Opened {
  readonly inputs: readonly Declared[];
  readonly outputs: readonly Declared[];
  /** A promise where onnxruntime runs beside this thread, or where there is only its public interface. */
  run(feeds: Tensors): Results | Promise<Results>;
  release(): Promise<void>;
}

const NOT_A_TENSOR = 'not a tensor';

/** onnxruntime's numbers for the types of elements. */
const TYPE_BY_NUMBER: Readonly<Record<number, string>> = {
  1: 'float32',
  2: 'uint8',
  3: 'int8',
  4: 'uint16',
  5: 'int16',
  6: 'int32',
  7: 'int64',
  8: 'string',
  9: 'bool',
  10: 'float16',
  11: 'float64',
  12: 'uint32',
  13: 'uint64',
};

export async function openModel(
  file: string,
  outputNames: readonly string[],
  options: Onnxruntime.InferenceSession.SessionOptions,
): Promise<Opened> {
  const binding = loadBinding();
  return binding === undefined
    ? openPublic(file, outputNames, options)
    : openDirect(binding.open(), file, outputNames, options);
}

function openDirect(
  session: ReturnType<NonNullable<ReturnType<typeof loadBinding>>['open']>,
  file: string,
  outputNames: readonly string[],
  options: object,
): Opened {
  session.loadModel(file, options);
  const fetches = Object.fromEntries(outputNames.map((name) => [name, null]));
  const runOptions = {};
  const declared = (values: readonly NativeMetadata[]): Declared[] =>
    values.map(({ name, isTensor, type = 0 }) => ({
      name,
      type: isTensor ? (TYPE_BY_NUMBER[type] ?? 'an unknown type') : NOT_A_TENSOR,
    }));
  return {
    inputs: declared(session.inputMetadata),
    outputs: declared(session.outputMetadata),
    run: (feeds) => {
      const inputs: Record<string, object> = {};
      for (const name in feeds) {
        const { type, data, dims } = feeds[name];
        inputs[name] = { type, data, dims, location: 'cpu' };
      }
      return session.run(inputs, fetches, runOptions) as Results | Promise<Results>;
    },
    release: () => Promise.resolve(session.dispose()),
  };
}

async function openPublic(
  file: string,
  outputNames: readonly string[],
  options: Onnxruntime.InferenceSession.SessionOptions,
): Promise<Opened> {
  const onnxruntime = loadOnnxruntime();
  const session = await onnxruntime.InferenceSession.create(file, options);
  const declared = (values: readonly Onnxruntime.InferenceSession.ValueMetadata[]): Declared[] =>
    values.map((value) => ({ name: value.name, type: value.isTensor ? value.type : NOT_A_TENSOR }));
  return {
    inputs: declared(session.inputMetadata),
    outputs: declared(session.outputMetadata),
    run: (feeds) => {
      const inputs: Record<string, Onnxruntime.Tensor> = {};
      for (const name of Object.keys(feeds)) {
        const { type, data, dims } = feeds[name];
        inputs[name] = new onnxruntime.Tensor(type, data as never, dims);
      }
      return session.run(inputs, outputNames) as Promise<Results>;
    },
    release: () => session.release(),
  };
}
