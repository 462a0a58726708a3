import type { Tensor, TensorData, Tensors } from './engine';

type Numbers = Exclude<TensorData, string[]>;

/** Elements of several tensors one after the other: the memory itself where they already lie so, otherwise a copy. */
export function joinData(parts: readonly TensorData[]): TensorData {
  const [first] = parts;
  if (parts.length === 1) {
    return first;
  }
  if (Array.isArray(first)) {
    return (parts as string[][]).flat();
  }
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return areNeighbours(parts as Numbers[]) ? viewOf(first, length) : copyOf(parts as Numbers[], length);
}

/** A part of a tensor's elements, without copying numbers. */
export function sliceData(data: TensorData, start: number, end: number): TensorData {
  return Array.isArray(data) ? data.slice(start, end) : data.subarray(start, end);
}

/** Tensors that may be given away, while their like is still needed. */
export function copied(tensors: Tensors): Tensors {
  const copies: Record<string, Tensor> = {};
  for (const name of Object.keys(tensors)) {
    const { type, dims, data } = tensors[name];
    copies[name] = { type, dims, data: data.slice() };
  }
  return copies;
}

function areNeighbours(parts: readonly Numbers[]): boolean {
  for (let index = 1; index < parts.length; index++) {
    const before = parts[index - 1];
    const part = parts[index];
    if (part.buffer !== before.buffer || part.byteOffset !== before.byteOffset + before.byteLength) {
      return false;
    }
  }
  return true;
}

function viewOf(first: Numbers, length: number): Numbers {
  const View = first.constructor as new (buffer: ArrayBufferLike, offset: number, length: number) => Numbers;
  return new View(first.buffer, first.byteOffset, length);
}

function copyOf(parts: readonly Numbers[], length: number): Numbers {
  const Copy = parts[0].constructor as new (length: number) => Numbers;
  const joined = new Copy(length);
  let offset = 0;
  for (const part of parts) {
    (joined as Float32Array).set(part as Float32Array, offset);
    offset += part.length;
  }
  return joined;
}
