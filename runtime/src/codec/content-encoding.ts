import { promisify } from 'node:util';
import { gunzip, inflate, type InputType, type ZlibOptions } from 'node:zlib';
import { bodyTooLarge } from '../body-limit';
import { Fault } from '../errors';

type Inflate = (bytes: InputType, options: ZlibOptions) => Promise<Buffer>;

const INFLATE: Readonly<Record<string, Inflate>> = {
  gzip: promisify<InputType, ZlibOptions, Buffer>(gunzip),
  'x-gzip': promisify<InputType, ZlibOptions, Buffer>(gunzip),
  deflate: promisify<InputType, ZlibOptions, Buffer>(inflate),
};
const EXPECTED = 'identity, gzip or deflate';

export function isEncoded(encoding: string | undefined): encoding is string {
  return encoding !== undefined && encoding !== '' && encoding.toLowerCase() !== 'identity';
}

/** The body as it was before it was encoded; no more than `most` bytes of it are ever inflated. */
export async function decodeContent(body: Buffer, encoding: string, most: number): Promise<Buffer> {
  const name = encoding.trim().toLowerCase();
  if (!Object.hasOwn(INFLATE, name)) {
    throw new Fault('ContentEncodingUnknown', `The content encoding is not known here: expected ${EXPECTED}.`, {
      field: 'content-encoding',
      expected: EXPECTED,
      got: 'another encoding',
    });
  }
  try {
    return await INFLATE[name](body, { maxOutputLength: most });
  } catch (error) {
    throw (error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE'
      ? bodyTooLarge(most)
      : new Fault('BodyInvalid', 'The body is not what its content encoding says.', {
          field: 'content-encoding',
          expected: name,
          got: 'other bytes',
        });
  }
}
