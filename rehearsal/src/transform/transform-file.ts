import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { BatchContainer, CallParameters } from './batch-container';
import type { Processor } from './data-processing';
import type { LocalObject } from './local-files';
import type { Payload } from './records';
import { assembled, isPlaceholder, linesOf, payloadsOf } from './records';
import { inOrder } from './in-order';
import type { TransformJob } from './transform-job';

/** What became of one file of a job's input. */
export interface FileResult {
  /** Address in S3. */
  readonly input: string;
  /** Address in S3 of what was written; absent where the file failed. */
  readonly output?: string;
  readonly records: number;
  /** Records without a prediction: placeholders stand for them, or the whole file failed. */
  readonly failed: number;
  /** Why nothing was written. */
  readonly failure?: string;
}

export interface Transformed extends Omit<FileResult, 'input' | 'output'> {
  readonly content?: Buffer;
}

const MEBIBYTE = 1_048_576;

/** Sends the records of a file to the container, and puts the answers together. */
export async function transformFile(
  { path }: LocalObject,
  job: TransformJob,
  container: BatchContainer,
  parameters: CallParameters,
  processor?: Processor,
): Promise<Transformed> {
  const read = readFileSync(path);
  let content: Buffer;
  try {
    content = job.input.isGzip ? gunzipSync(read) : read;
  } catch {
    return { records: 0, failed: 0, failure: 'ClientError: it is not compressed with gzip' };
  }
  const records = job.splits ? linesOf(content) : [content];
  const count = job.splits ? records.length : wholeRecords(content, job.contentType);
  const fail = (failure: string): Transformed => ({ records: count, failed: count, failure });
  try {
    const { payloadMegabytes: most, strategy, concurrent } = parameters;
    const bytes = most === 0 ? Infinity : most * MEBIBYTE;
    const payloads = payloadsOf(
      processor === undefined ? records : records.map(processor.before),
      strategy === 'SINGLE_RECORD',
      bytes,
    );
    if (payloads === undefined) return fail(`ClientError: a record has more than MaxPayloadInMB (${most} MB)`);
    const answers = await inOrder(payloads, concurrent, (payload) => answer(payload, container));
    const lines = answers.flatMap((one) => one.toString('utf8').split('\n')).filter((line) => line !== '');
    const failed = lines.filter(isPlaceholder).length;
    if (processor === undefined) return { records: count, failed, content: assembled(answers, job.assemblesLines) };
    if (lines.length !== records.length)
      return fail(`ClientError: ${lines.length} answers to ${records.length} records`);
    const joined = lines.map((line, i) =>
      Buffer.from(`${processor.after(records[i].toString('utf8').trimEnd(), line)}\n`),
    );
    return { records: count, failed, content: Buffer.concat(joined) };
  } catch (error) {
    return fail(
      error instanceof FileFailure ? error.message : 'ClientError: a record or an answer is not of its content type',
    );
  }
}

class FileFailure extends Error {}

async function answer({ body }: Payload, container: BatchContainer): Promise<Buffer> {
  const { status, body: answered } = await container.invoke(body).catch((error: unknown) => {
    throw new FileFailure(`AlgorithmError: ${(error as Error).message}`);
  });
  if (status === 200) return answered;
  throw new FileFailure(
    `${status < 500 ? 'ClientError' : 'AlgorithmError'}: the container answers ${status}${codeIn(answered)}`,
  );
}

/** The code of a fault, never what it says of the data. */
function codeIn(body: Buffer): string {
  try {
    const { code } = JSON.parse(body.toString('utf8')) as { code?: unknown };
    return typeof code === 'string' ? ` (${code})` : '';
  } catch {
    return '';
  }
}

/** Records of a file that is sent whole. */
function wholeRecords(content: Buffer, type: string | undefined): number {
  return /csv|lines|jsonl|ndjson/.test(type ?? '') ? linesOf(content).length : 1;
}
