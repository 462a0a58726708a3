import type { AssemblyReader } from '../assembly/assembly-reader';
import { SynthesizedOutputReader } from '../assembly/synthesized-output-reader';
import { EXIT_CODES } from '../exit-codes';
import { invalid } from '../options';
import { readPrices } from '../report/cost/price-book';
import type { RecordedTrace } from '../scaling/trace/recorded-trace';
import { readTrace } from '../scaling/trace/trace-file';
import { declaredForecasts } from './declared-forecast';
import type { ForecastResult, TraceFacts } from './forecast-result';
import { forecastText } from './forecast-text';
import { DEFAULT_DAYS } from './period';
import { periodOf, playForecast } from './play-forecast';

export interface ForecastFlags {
  readonly to: string;
  /** Recorded counts of requests. */
  readonly trace: string;
  readonly days?: number;
  readonly only?: string;
  readonly instanceRequestsPerMinute?: number;
  readonly serviceSeconds?: number;
  readonly prices?: string;
  readonly json?: true;
}

/** `inference forecast`: what to print, and the exit code. */
export function forecastCommand(
  flags: ForecastFlags,
  reader: AssemblyReader = new SynthesizedOutputReader(),
): { readonly text: string; readonly exitCode: number } {
  const { to, only, days = DEFAULT_DAYS, instanceRequestsPerMinute, serviceSeconds, json } = flags;
  if (!Number.isInteger(days) || days < 1) throw invalid('days', days, 'a whole number, at least 1');
  const numbers = { 'instance requests per minute': instanceRequestsPerMinute, 'service seconds': serviceSeconds };
  for (const [what, value] of Object.entries(numbers)) {
    if (value !== undefined && !(value > 0 && value < Infinity)) throw invalid(what, value, 'more than 0');
  }
  const prices = readPrices(flags.prices);
  const assembly = reader.read(to, '1');
  const declared = declaredForecasts(assembly, only);
  const trace = readTrace(flags.trace);
  const options = { days, instanceRequestsPerMinute, serviceSeconds, prices };
  const forecasts = declared.map((forecast) => playForecast(forecast, trace, options));
  const result: ForecastResult = { formatVersion: 1, engine: assembly.engine, trace: factsOf(trace), forecasts };
  const isWorse = forecasts.some(({ verdict }) => verdict === 'worse');
  return {
    text: json ? `${JSON.stringify(result, undefined, 2)}\n` : forecastText(result),
    exitCode: isWorse ? EXIT_CODES.against : EXIT_CODES.fine,
  };
}

function factsOf({ file, periodMinutes, begin, until, gaps: { periods, longest } }: RecordedTrace): TraceFacts {
  const { from, until: end } = periodOf({ from: begin, until });
  return {
    file,
    periodMinutes,
    begin: from,
    until: end,
    missingPeriods: periods,
    ...(longest === undefined ? {} : { longestGap: periodOf(longest) }),
  };
}
