import type { Response } from './case';
import { parse } from './check';
import { difference, fromBytes, toBytes, type Sample } from './tensors';

interface Output {
  readonly name: string;
  readonly shape: number[];
  readonly data?: unknown[];
  readonly parameters?: { readonly binary_data_size: number };
}

export function bytesOf({ inputs }: Sample): Buffer {
  return Buffer.concat(inputs.map(toBytes));
}

/** What differs in an answer of the Open Inference Protocol, its outputs in JSON or behind it. */
export function inferDiffers({ headers, body }: Response, { outputs }: Sample): string | undefined {
  const size =
    headers['inference-header-content-length'] ?? /json-header-size=(\d+)/.exec(headers['content-type'])?.[1];
  const text = body.toString('utf8', 0, size === undefined ? body.length : Number(size));
  const got = parse(text).outputs as Output[] | undefined;
  if (got?.length !== outputs.length) {
    return 'other outputs than the model has';
  }
  let at = Number(size ?? 0);
  for (const [position, expected] of outputs.entries()) {
    const { name, shape, data, parameters } = got[position];
    if (name !== expected.name || String(shape) !== String(expected.dims)) {
      return `output '${expected.name}' has another name or shape`;
    }
    const bytes = body.subarray(at, at + (parameters?.binary_data_size ?? 0));
    at += bytes.length;
    if (data === undefined && expected.type === 'string') {
      if (!bytes.equals(toBytes(expected))) {
        return `output '${name}' differs`;
      }
      continue;
    }
    // JSON.parse would round the digits of wide integers.
    const values =
      data === undefined ? fromBytes(expected.type, bytes) : expected.type === 'int64' ? digitsOf(text, name) : data;
    const fault = difference(values, expected);
    if (fault !== undefined) {
      return fault;
    }
  }
  return undefined;
}

function digitsOf(text: string, name: string): bigint[] {
  const start = text.indexOf('"data":[', text.indexOf(`"name":${JSON.stringify(name)},`)) + 8;
  return text.slice(start, text.indexOf(']', start)).split(',').map(BigInt);
}
