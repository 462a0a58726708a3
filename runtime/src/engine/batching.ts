import type { Signature } from '@inference-constructs/core/out/model/manifest';
import type { Run, Tensor, TensorData, Tensors } from './engine';
import { joinData, sliceData } from './join-data';

/** The name of the axis along which requests can go together; undefined where the signature has none. */
export function batchAxis({ inputs, outputs }: Signature): string | undefined {
  const name = inputs[0].shape[0];
  const isFirstOnly = [...inputs, ...outputs].every(
    ({ shape }) => shape.indexOf(name) === 0 && !shape.includes(name, 1),
  );
  return typeof name === 'string' && isFirstOnly ? name : undefined;
}

/** How requests of one model become one run, and its outputs theirs again. The signature must have a batch axis. */
export class Batching {
  private readonly names: readonly string[];
  private readonly isShapeFixed: boolean;

  constructor(
    { inputs }: Signature,
    /** A single request may have more: then it runs alone. */
    readonly largestRows: number,
  ) {
    this.names = inputs.map(({ name }) => name);
    this.isShapeFixed = inputs.every(({ shape }) => shape.slice(1).every((size) => typeof size === 'number'));
  }

  rowsOf(feeds: Tensors): number {
    return feeds[this.names[0]].dims[0];
  }

  /** Only requests of the same shape go together. */
  shapeOf(feeds: Tensors): string {
    return this.isShapeFixed ? '' : this.names.map((name) => feeds[name].dims.slice(1).join()).join(';');
  }

  join(requests: readonly Tensors[], rows: number): Tensors {
    const joined: Record<string, Tensor> = {};
    for (const name of this.names) {
      const { type, dims } = requests[0][name];
      joined[name] = { type, dims: withRows(dims, rows), data: joinData(requests.map((feeds) => feeds[name].data)) };
    }
    return joined;
  }

  /** Some rows of a request, as a request of their own. */
  part(feeds: Tensors, start: number, count: number): Tensors {
    const part: Record<string, Tensor> = {};
    for (const name of this.names) {
      const { type, dims, data } = feeds[name];
      part[name] = { type, dims: withRows(dims, count), data: rowsOfData(data, dims[0], start, count) };
    }
    return part;
  }

  /** One run of the runs of its parts; undefined where the outputs do not have as many rows as the inputs. */
  unite(runs: readonly Run[], rowsOfEach: readonly number[]): Run | undefined {
    const outputs: Record<string, Tensor> = {};
    for (const name of Object.keys(runs[0].outputs)) {
      const parts = runs.map((run) => run.outputs[name]);
      const { type, dims } = parts[0];
      const inner = dims.slice(1).join();
      if (parts.some((part, at) => part.dims[0] !== rowsOfEach[at] || part.dims.slice(1).join() !== inner)) {
        return undefined;
      }
      const rows = rowsOfEach.reduce((sum, count) => sum + count, 0);
      outputs[name] = { type, dims: withRows(dims, rows), data: joinData(parts.map(({ data }) => data)) };
    }
    return { outputs, milliseconds: runs.reduce((sum, { milliseconds }) => sum + milliseconds, 0) };
  }

  /** The run of each request; undefined where the outputs do not have as many rows as the inputs. */
  split({ outputs, milliseconds }: Run, rowsOfEach: readonly number[], rows: number): Run[] | undefined {
    const names = Object.keys(outputs);
    if (names.some((name) => outputs[name].dims[0] !== rows)) {
      return undefined;
    }
    let start = 0;
    return rowsOfEach.map((count) => {
      const part: Record<string, Tensor> = {};
      for (const name of names) {
        const { type, dims, data } = outputs[name];
        part[name] = { type, dims: withRows(dims, count), data: rowsOfData(data, rows, start, count) };
      }
      start += count;
      return { outputs: part, milliseconds };
    });
  }
}

function rowsOfData(data: TensorData, rows: number, start: number, count: number): TensorData {
  const width = data.length / rows;
  return sliceData(data, start * width, (start + count) * width);
}

function withRows(dims: readonly number[], rows: number): number[] {
  const sizes = dims.slice();
  sizes[0] = rows;
  return sizes;
}
