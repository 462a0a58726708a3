import type { AssemblyReader } from '../assembly/assembly-reader';
import { SynthesizedOutputReader } from '../assembly/synthesized-output-reader';
import { checkOptions, invalid } from '../options';
import { readPrices } from '../report/cost/price-book';
import { analyse, analysisExitCode } from './analyse';
import { analysisText } from './analysis-text';

export interface AnalyseFlags {
  readonly from?: string;
  readonly to: string;
  readonly requestsPerMinute?: number;
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
  const { from, to, requestsPerMinute, requestsPerUser, prices, json, strict } = flags;
  checkOptions({ to, requestsPerMinute });
  if (requestsPerUser !== undefined && !(requestsPerUser >= 1)) {
    throw invalid('requests per user', requestsPerUser, 'at least 1');
  }
  const before = from === undefined ? undefined : reader.read(from, '1');
  const after = reader.read(to, before === undefined ? '1' : '2');
  const analysis = analyse(after, before, { requestsPerMinute, requestsPerUser, prices: readPrices(prices) });
  return {
    text: json ? `${JSON.stringify(analysis, undefined, 2)}\n` : analysisText(analysis),
    exitCode: analysisExitCode(analysis, strict === true),
  };
}
