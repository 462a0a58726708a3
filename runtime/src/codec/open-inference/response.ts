import type { ModelManifest } from '@inference-constructs/core/out/model/manifest';
import type { Tensor, TensorData, Tensors } from '../../engine/engine';
import { binaryOf } from '../binary';
import { elementReader } from '../values';
import type { SplitBody } from './body';
import { writeStrings } from './bytes';
import { DATATYPES } from './datatypes';
import type { Wanted } from './wanted';

interface Answered {
  readonly outputs: Tensors;
  readonly fallback?: string;
}

/** JSON, and the bytes of the binary outputs in their order. */
export function writeInferResponse(
  { name, version }: ModelManifest,
  { outputs, fallback }: Answered,
  wanted: readonly Wanted[],
  id?: string,
): SplitBody {
  const parts: Buffer[] = [];
  const texts = wanted.map(({ name: output, isBinary }) => {
    const tensor = outputs[output];
    const head = JSON.stringify({ name: output, datatype: DATATYPES[tensor.type], shape: tensor.dims });
    if (!isBinary) {
      return `${head.slice(0, -1)},"data":${elementsText(tensor)}}`;
    }
    const bytes = bytesOf(tensor);
    parts.push(bytes);
    return `${head.slice(0, -1)},"parameters":{"binary_data_size":${bytes.length}}}`;
  });
  const head = JSON.stringify({ model_name: name, model_version: version, id, parameters: fallback && { fallback } });
  return { json: Buffer.from(`${head.slice(0, -1)},"outputs":[${texts.join(',')}]}`), binary: Buffer.concat(parts) };
}

/** All elements in one array. Clients of this protocol expect integers of any size as numbers. */
function elementsText(tensor: Tensor): string {
  if (tensor.type === 'int64' || tensor.type === 'uint64') {
    return `[${(tensor.data as BigInt64Array).join(',')}]`;
  }
  const read = elementReader(tensor);
  return JSON.stringify(Array.from({ length: tensor.data.length }, (_, index) => read(index)));
}

function bytesOf({ type, data }: Tensor): Buffer {
  return type === 'string' ? writeStrings(data as string[]) : binaryOf(data as Exclude<TensorData, string[]>);
}
