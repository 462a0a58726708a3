import { InferenceError } from '@inference-constructs/core/out/errors';
import type { AssemblyReader } from '../assembly/assembly-reader';
import { SynthesizedOutputReader } from '../assembly/synthesized-output-reader';
import { checkOptions, invalid } from '../options';
import { readPrices } from '../report/cost/price-book';
import { rateSource } from '../traffic/request-rate';
import { readTrafficTimes } from '../traffic/traffic-file';
import { analyse, analysisExitCode } from './analyse';
import { analysisText } from './analysis-text';

export interface AnalyseFlags {
  readonly from?: string;
  readonly to: string;
  readonly requestsPerMinute?: number;
  /** Recorded requests, of which the times are read. */
  readonly traffic?: string;
  /** A rate profile. */
  readonly rate?: string;
  readonly begin?: string;
  readonly requestsPerUser?: number;
  readonly prices?: string;
  readonly json?: true;
  readonly strict?: true;
}

/** `inference analyse`: what to print, and the exit code. */
export function analyseCommand(
  flags: AnalyseFlags,
  reader: AssemblyReader = new SynthesizedOutputReader(),
): { readonly text: string; readonly exitCode: number } {
  const { from, to, traffic, rate, begin, requestsPerMinute, requestsPerUser, prices, json, strict } = flags;
  checkOptions({ to, rate, begin, requestsPerMinute });
  if (requestsPerUser !== undefined && !(requestsPerUser >= 1)) {
    throw invalid('requests per user', requestsPerUser, 'at least 1');
  }
  const recorded = traffic === undefined ? {} : readTrafficTimes(traffic);
  const isWithoutTimes = traffic !== undefined && recorded.perMinute === undefined;
  if (isWithoutTimes && rate === undefined && requestsPerMinute === undefined) throw withoutTimes(traffic);
  const rateOf = rateSource({ rate, begin, requestsPerMinute }, recorded);
  const before = from === undefined ? undefined : reader.read(from, '1');
  const after = reader.read(to, before === undefined ? '1' : '2');
  const analysis = {
    ...analyse(after, before, { rateOf, requestsPerUser, prices: readPrices(prices) }),
    ...(isWithoutTimes ? { notes: [`${traffic} has no times: nothing of it is used`] } : {}),
  };
  return {
    text: json ? `${JSON.stringify(analysis, undefined, 2)}\n` : analysisText(analysis),
    exitCode: analysisExitCode(analysis, strict === true),
  };
}

function withoutTimes(file: string): InferenceError {
  const remedy = 'add "time" to each line, or give --requests-per-minute';
  return new InferenceError('TrafficInvalid', `${file} (no times): analyse reads when requests came. ${remedy}`);
}
