import { join } from 'node:path';
import { InferenceError } from '@inference-constructs/core/out/errors';
import { parseGolden } from '@inference-constructs/core/out/model/golden';
import type { LoadedPackage } from '@inference-constructs/core/out/model/load';
import { readText } from '@inference-constructs/core/out/model/open-file';
import { PackageFiles } from '@inference-constructs/core/out/model/package-files';
import type { TrafficRequest } from '../traffic/request';
import { readTrafficFile } from '../traffic/traffic-file';
import type { NamedInputs } from './joined-rows';
import { joinedRows, rowsOf } from './joined-rows';
import { median } from './rounded';

/** What a model is measured with. */
export interface BenchRequests {
  /** Where the requests come from, in words. */
  readonly source: string;
  readonly requests: readonly TrafficRequest[];
  /** Of a usual request. */
  readonly rows: number;
  /** Requests of more and more rows; none where rows cannot go together. */
  readonly batches: readonly { readonly rows: number; readonly request: TrafficRequest }[];
}

/** The sizes that the runtime tries at its start, too. */
const SIZES = [1, 4, 16, 64];
/** The largest request of a real-time endpoint and of a function. */
const MOST_BYTES = 6 * 1024 * 1024;

/** Requests of the file, else of the golden cases; batches are made of the golden cases' rows. */
export function benchRequests({ directory, manifest, goldenCases }: LoadedPackage, traffic?: string): BenchRequests {
  const file = join(directory, PackageFiles.GOLDEN);
  const cases = goldenCases === 0 ? [] : parseGolden(readText(file, file, 'GoldenInvalid'), manifest, file);
  const { inputs: specs } = manifest.signature;
  const inputs = cases.map((one) => one.inputs);
  const recorded = inputs.map((named) => ({ body: { inputs: named } }));
  const requests = traffic === undefined ? recorded : readTrafficFile(traffic, specs).requests;
  if (requests.length === 0) {
    throw new InferenceError(
      'TrafficMissing',
      `requests (none): ${PackageFiles.GOLDEN} or a traffic file, to measure with. record cases there, or give --traffic FILE`,
    );
  }
  return {
    source: traffic ?? PackageFiles.GOLDEN,
    requests,
    rows: median(requests.map((request) => rowsOf(manifest.signature, request))),
    batches: batchesOf(joinedRows(manifest.signature, inputs)),
  };
}

function batchesOf(joined: ((rows: number) => NamedInputs) | undefined): BenchRequests['batches'] {
  if (joined === undefined) return [];
  const batches = SIZES.map((rows) => ({ rows, request: { body: { inputs: joined(rows) } } }));
  const end = batches.findIndex(({ request }) => Buffer.byteLength(JSON.stringify(request.body)) > MOST_BYTES);
  return end === -1 ? batches : batches.slice(0, end);
}
