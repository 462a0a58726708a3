import { Fault } from '../../errors';

/** A request's JSON and the bytes behind it, which hold the tensors that are not in the JSON. */
export interface SplitBody {
  readonly json: Buffer;
  readonly binary: Buffer;
}

/** Triton's way through SageMaker, which takes every header but the content type away from a request. */
export const TRITON_TYPE = 'application/vnd.sagemaker-triton.binary+json';

/** The size of the JSON that a content type of Triton's tells; undefined where it is all of the body. */
export function headerSizeOf(contentType: string): string | undefined {
  return /;\s*json-header-size\s*=\s*"?([^";]*)"?/i.exec(contentType)?.[1].trim();
}

export function splitBody(body: Buffer, headerSize: string | undefined): SplitBody {
  if (headerSize === undefined) {
    return { json: body, binary: body.subarray(body.length) };
  }
  const size = /^\d{1,10}$/.test(headerSize) ? Number(headerSize) : Number.NaN;
  if (!(size <= body.length)) {
    throw new Fault('BodyInvalid', 'The size of the JSON at the start of the body is not one that the body can have.', {
      field: 'inference-header-content-length',
      expected: `an integer from 0 to ${body.length}`,
      got: 'another size',
    });
  }
  return { json: body.subarray(0, size), binary: body.subarray(size) };
}
