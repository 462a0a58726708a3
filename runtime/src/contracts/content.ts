import { decodeContent, isEncoded } from '../codec/content-encoding';
import type { Exchange } from '../server/route-table';
import type { Host } from './host';

/** A body without its content encoding. */
export function contentOf(body: Buffer, { headers }: Exchange, host: Host): Buffer | Promise<Buffer> {
  const encoding = headers['content-encoding'];
  return isEncoded(encoding) ? decodeContent(body, encoding, host.maxBodyBytes) : body;
}
