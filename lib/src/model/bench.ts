import { InferenceError } from '../errors';
import { FieldChecks } from './field-checks';

/** What `bench.json` of a model package says: what the runtime took for this model on a machine, measured. */
export interface BenchResult {
  /** Of what was measured: `sha256:<64 hex digits>` over every file but `bench.json`. Undefined: nobody says. */
  readonly modelDigest?: string;
  /** Version of onnxruntime that ran it. */
  readonly onnxruntime: string;
  /** Version of Node.js that ran it; undefined where nobody says. */
  readonly node?: string;
  /** Where it was measured, in words that a reader knows: `ml.c7i.large`, or `Lambda, 1769 MiB, arm64`. */
  readonly machine: string;
  /** Processors that the runtime had there; undefined where nobody says. */
  readonly processors?: number;
  /** Highest resident memory of the serving process while it answered one request after the other, in MiB. */
  readonly residentMib: number;
  /** From the start of the process until it would answer, in milliseconds. */
  readonly startMilliseconds: number;
  /** One request after the other. */
  readonly requests: {
    /** Rows of each. */
    readonly rows: number;
    readonly p50Milliseconds: number;
    readonly p99Milliseconds: number;
  };
  /** The same with requests of more and more rows; undefined where it was not tried. */
  readonly batches?: readonly BenchBatch[];
  /** Requests at once, as many as gave the most answers; undefined where it was not tried. */
  readonly throughput?: BenchThroughput;
}

/** What a request of so many rows takes. */
export interface BenchBatch {
  readonly rows: number;
  readonly p50Milliseconds: number;
}

/** What the runtime answers at most, which puts requests that come together into one batch where that is faster. */
export interface BenchThroughput {
  /** Requests under way at any time. */
  readonly concurrency: number;
  readonly requestsPerSecond: number;
  readonly p50Milliseconds: number;
  readonly p99Milliseconds: number;
  /** Highest resident memory of the serving process until then, in MiB. */
  readonly residentMib: number;
}

const REQUIRED = ['onnxruntime', 'machine', 'residentMib', 'startMilliseconds', 'requests'];
const OPTIONAL = ['modelDigest', 'node', 'processors', 'batches', 'throughput'];
const DIGEST = /^sha256:[0-9a-f]{64}$/;

type Fields = Readonly<Record<string, unknown>>;

/** Reads the text of a `bench.json`. `file` is how messages call it. */
export function parseBench(text: string, file = 'bench.json'): BenchResult {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw new InferenceError('BenchInvalid', `${file} (${(error as Error).message}): must be JSON. correct it there`);
  }
  const checks = new FieldChecks();
  const fields = checks.object('', document, REQUIRED, OPTIONAL);
  if (fields !== undefined) {
    for (const name of ['onnxruntime', 'node', 'machine']) if (name in fields) checks.text(`/${name}`, fields[name]);
    const { modelDigest } = fields;
    if ('modelDigest' in fields && !(typeof modelDigest === 'string' && DIGEST.test(modelDigest))) {
      checks.fault('/modelDigest', modelDigest, 'sha256: and 64 hexadecimal digits');
    }
    checkPositive(fields, ['processors', 'residentMib', 'startMilliseconds'], '', checks);
    if ('requests' in fields) checkTimes(fields.requests, '/requests', ['rows'], checks);
    if ('batches' in fields) checkBatches(fields.batches, checks);
    const measured = ['concurrency', 'requestsPerSecond', 'residentMib'];
    if ('throughput' in fields) checkTimes(fields.throughput, '/throughput', measured, checks);
  }
  checks.report('BenchInvalid', file);
  return document as BenchResult;
}

/** The text of a `bench.json`: the same for the same measurements. */
export function formatBench(bench: BenchResult): string {
  const { modelDigest, onnxruntime, node, machine, processors, residentMib, startMilliseconds } = bench;
  const { requests, batches, throughput } = bench;
  const where = { modelDigest, onnxruntime, node, machine, processors };
  const document = { ...where, residentMib, startMilliseconds, requests, batches, throughput };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function checkTimes(value: unknown, pointer: string, others: readonly string[], checks: FieldChecks): void {
  const names = [...others, 'p50Milliseconds', 'p99Milliseconds'];
  const fields = checks.object(pointer, value, names);
  if (fields === undefined) return;
  checkPositive(fields, names, pointer, checks);
  const { p50Milliseconds: p50, p99Milliseconds: p99 } = fields;
  if (typeof p50 === 'number' && typeof p99 === 'number' && p50 > p99) {
    checks.fault(`${pointer}/p99Milliseconds`, p99, `at least p50Milliseconds (${p50})`);
  }
}

function checkBatches(value: unknown, checks: FieldChecks): void {
  const names = ['rows', 'p50Milliseconds'];
  for (const [i, batch] of (checks.list('/batches', value) ?? []).entries()) {
    const fields = checks.object(`/batches/${i}`, batch, names);
    if (fields !== undefined) checkPositive(fields, names, `/batches/${i}`, checks);
  }
}

function checkPositive(fields: Fields, names: readonly string[], above: string, checks: FieldChecks): void {
  for (const name of names) {
    const value = fields[name];
    if (!(name in fields) || (typeof value === 'number' && Number.isFinite(value) && value > 0)) continue;
    checks.fault(`${above}/${name}`, value, 'a number above 0');
  }
}
