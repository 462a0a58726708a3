import { InferenceError } from '../errors';
import { FieldChecks } from './field-checks';

/** What `bench.json` of a model package says: what the runtime took for this model on a machine, measured. */
export interface BenchResult {
  /** Version of onnxruntime that ran it. */
  readonly onnxruntime: string;
  /** Where it was measured, in words that a reader knows: `ml.c7i.large`, or `Lambda, 1769 MiB, arm64`. */
  readonly machine: string;
  /** Highest resident memory of the serving process while it answered, in MiB. */
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
}

/** Reads the text of a `bench.json`. `file` is how messages call it. */
export function parseBench(text: string, file = 'bench.json'): BenchResult {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw new InferenceError('BenchInvalid', `${file} (${(error as Error).message}): must be JSON. correct it there`);
  }
  const checks = new FieldChecks();
  const fields = checks.object('', document, [
    'onnxruntime',
    'machine',
    'residentMib',
    'startMilliseconds',
    'requests',
  ]);
  if (fields !== undefined) {
    for (const name of ['onnxruntime', 'machine']) if (name in fields) checks.text(`/${name}`, fields[name]);
    positive(fields, ['residentMib', 'startMilliseconds'], '', checks);
    if ('requests' in fields) checkRequests(fields.requests, checks);
  }
  checks.report('BenchInvalid', file);
  return document as BenchResult;
}

function checkRequests(value: unknown, checks: FieldChecks): void {
  const times = ['p50Milliseconds', 'p99Milliseconds'];
  const requests = checks.object('/requests', value, ['rows', ...times]);
  if (requests === undefined) return;
  positive(requests, ['rows', ...times], '/requests', checks);
  const [p50, p99] = times.map((name) => requests[name]);
  if (typeof p50 === 'number' && typeof p99 === 'number' && p50 > p99) {
    checks.fault('/requests/p99Milliseconds', p99, `at least p50Milliseconds (${p50})`);
  }
}

function positive(
  fields: Readonly<Record<string, unknown>>,
  names: readonly string[],
  above: string,
  checks: FieldChecks,
): void {
  for (const name of names) {
    const value = fields[name];
    if (!(name in fields) || (typeof value === 'number' && Number.isFinite(value) && value > 0)) continue;
    checks.fault(`${above}/${name}`, value, 'a number above 0');
  }
}
