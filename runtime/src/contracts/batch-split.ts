import type { BatchSettings } from '../batch-settings';
import type { MediaType } from '../codec/media-type';
import { isRecordIo, readRecordIo } from '../codec/record-io';
import { Records } from '../codec/records';
import type { Asked } from '../predict/call';
import { toFault } from '../predict/reply';
import type { Service } from '../predict/service';
import { JSON_FORMAT } from './batch-formats';

/** The records of a body. Rejects with a `Fault` where nobody can tell how many there are. */
export async function recordsOf(
  body: Buffer,
  type: MediaType,
  { isSingleRecord }: BatchSettings,
  service: Service,
  asked: Asked,
): Promise<Records> {
  if (isRecordIo(body)) {
    return Records.ofPieces(body, readRecordIo(body));
  }
  if (isSingleRecord) {
    return Records.ofOne(body);
  }
  const lines = await Records.ofLines(body);
  return type === 'application/json' && lines.length > 1 && (await isOneRequest(body, lines, service, asked))
    ? Records.ofOne(body)
    : lines;
}

/** A file of JSON that was not split: its line breaks stand inside one request. */
async function isOneRequest(body: Buffer, lines: Records, service: Service, asked: Asked): Promise<boolean> {
  if (endsValue(lines.slice(0, 1).toBody()) && beginsValue(lines.slice(1, 2).toBody())) {
    return false;
  }
  try {
    // Read like any request, so that a large one holds nobody up. A copy: its memory may be taken away.
    await service.read(JSON_FORMAT.form, Buffer.from(body), asked);
    return true;
  } catch (error) {
    const fault = toFault(error);
    if (fault.status !== 400) {
      throw fault;
    }
    return fault.detail.isUnparsed !== true;
  }
}

const SPACE = new Set([0x20, 0x09, 0x0d, 0x0a]);
const ENDS = new Set([0x7d, 0x5d]);
const BEGINS = new Set([0x7b, 0x5b]);

/** In one text of JSON, nothing that ends with a bracket is followed by one that opens. */
function endsValue(line: Buffer): boolean {
  return ENDS.has(line[line.findLastIndex((byte) => !SPACE.has(byte))]);
}

function beginsValue(line: Buffer): boolean {
  return BEGINS.has(line[line.findIndex((byte) => !SPACE.has(byte))]);
}
