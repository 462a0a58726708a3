import Table from 'cli-table3';
import type { BenchResult } from '@inference-constructs/core/out/model/bench';
import { plural } from '../report/words';
import type { Level } from './levels';

/** From here on the processor may have been the client's. */
const BUSY_CLIENT = 0.8;
/** Of the processors, which others use already. */
const BUSY_MACHINE = 0.5;

export interface BenchReport {
  /** Name and version. */
  readonly model: string;
  readonly bench: BenchResult;
  readonly levels: readonly Level[];
  /** Processes that had or wanted a processor before. */
  readonly loadBefore: number;
  /** Where the requests come from. */
  readonly source: string;
  readonly file: string;
  /** Of the whole package, with the file. */
  readonly digest: string;
}

/** What was measured, for a terminal. */
export function benchText({ model, bench, levels, loadBefore, source, file, digest }: BenchReport): string {
  const { machine, processors = 1, node, onnxruntime, requests, batches = [], throughput } = bench;
  const best = levels.find(({ concurrency }) => concurrency === throughput?.concurrency);
  return [
    `${model} on ${machine}, ${plural(processors, 'processor')}: Node.js ${node}, onnxruntime ${onnxruntime}, requests of ${source}\n`,
    `in service after ${bench.startMilliseconds} ms; ${bench.residentMib} MiB with one request after the other, ${throughput?.residentMib} MiB under load`,
    `one request after the other (${plural(requests.rows, 'row')}): p50 ${requests.p50Milliseconds} ms, p99 ${requests.p99Milliseconds} ms\n`,
    ...(batches.length === 0 ? [] : [table(['rows', 'p50 ms', 'ms a row'], batches.map(batchRow))]),
    table(['requests at once', 'requests/s', 'p50 ms', 'p99 ms'], levels.map(levelRow)),
    `most: ${throughput?.requestsPerSecond} requests per second, from ${throughput?.concurrency} at once on`,
    ...(best === undefined || best.clientShare < BUSY_CLIENT ? [] : [busyClient(best.clientShare)]),
    ...(loadBefore < BUSY_MACHINE * processors ? [] : [busyMachine(loadBefore, processors)]),
    `\nwritten: ${file}; with it the package is ${digest}\n`,
  ].join('\n');
}

function batchRow({ rows, p50Milliseconds }: { rows: number; p50Milliseconds: number }): string[] {
  return [String(rows), String(p50Milliseconds), (p50Milliseconds / rows).toPrecision(3)];
}

function levelRow({ concurrency, requestsPerSecond, p50Milliseconds, p99Milliseconds }: Level): string[] {
  return [concurrency, requestsPerSecond, p50Milliseconds, p99Milliseconds].map(String);
}

function busyMachine(load: number, processors: number): string {
  return `the machine was busy before (load ${load.toFixed(1)} on ${plural(processors, 'processor')}): measure again when it is idle`;
}

function busyClient(share: number): string {
  return `the client had a processor for ${Math.round(100 * share)} % of that time: the runtime may answer more`;
}

function table(head: string[], rows: readonly string[][]): string {
  const drawn = new Table({ head, colAligns: head.map(() => 'right'), style: { head: [], border: [] } });
  drawn.push(...rows);
  return drawn.toString();
}
