import { dollars, plural } from '../report/words';
import { dayTable, sidesTable } from './forecast-tables';
import type { Deviation, ForecastResult, PlayedForecast, PlayedRun, PlayedSide, TraceFacts } from './forecast-result';
import { localText, localTime } from './local-text';
import { daysText } from './period';

/** How many of the deviations a terminal shows, the worst first. */
const MOST_DEVIATIONS = 5;

/** What was played, for a terminal. */
export function forecastText({ trace, forecasts }: ForecastResult): string {
  return `${forecasts.map((forecast) => oneText(forecast, trace)).join('\n\n')}\n`;
}

function oneText(forecast: PlayedForecast, trace: TraceFacts): string {
  const { path, target, minCapacity, maxCapacity, instanceType } = forecast;
  const instances = instanceType === undefined ? 'instances' : `× ${instanceType}`;
  return [
    `${path}: ${target}, ${minCapacity} to ${maxCapacity} ${instances}`,
    ...traceLines(forecast, trace).map((line) => `  ${line}`),
    sidesTable(forecast),
    `${verdictText(forecast)}`,
    dayTable(forecast),
    ...accuracyLines(forecast).map((line) => `  ${line}`),
    ...idleLines(forecast).map((line) => `  ${line}`),
    ...priceLines(forecast).map((line) => `  ${line}`),
    ...forecast.notPlayed.map(({ path: left, type, reason }) => `  not played: ${left} (${type}): ${reason}`),
    ...forecast.assumptions.map((assumption) => `  assumed: ${assumption}`),
  ].join('\n');
}

function traceLines({ history, played, timezone, runs }: PlayedForecast, trace: TraceFacts): string[] {
  const { file, periodMinutes, missingPeriods, longestGap } = trace;
  const text = ({ from, until }: PlayedForecast['played']): string =>
    `${daysText(Date.parse(until) - Date.parse(from))} from ${localText(from, timezone)} to ${localText(until, timezone)}`;
  const missing =
    longestGap === undefined
      ? 'no period without a datapoint'
      : `${plural(missingPeriods, 'period')} without a datapoint, the longest time from ` +
        `${localText(longestGap.from, timezone)} to ${localText(longestGap.until, timezone)}`;
  return [
    `trace: ${file}, every ${periodMinutes} min; ${missing}`,
    `learnt from: ${text(history)} (${timezone})`,
    `played: ${text(played)}`,
    `forecast: ${runsText(runs)}`,
  ];
}

function runsText(runs: readonly PlayedRun[]): string {
  const range = (of: (run: PlayedRun) => number): string => {
    const values = runs.map(of);
    const [least, most] = [Math.min(...values), Math.max(...values)];
    return least === most ? `${least}` : `${least} to ${most}`;
  };
  const actions = range(({ scheduledActions }) => scheduledActions);
  const [least, most] = [Math.min(...runs.map((run) => run.least)), Math.max(...runs.map((run) => run.most))];
  return `${plural(runs.length, 'run')}, ${actions} scheduled actions each, ${least} to ${most} instances`;
}

function verdictText({ verdict, without, with: ahead }: PlayedForecast): string {
  const change = (of: (side: PlayedSide) => number, what: string): string => {
    const difference = of(ahead) - of(without);
    return `${number(Math.abs(difference))} ${difference > 0 ? 'more' : 'fewer'} ${what}`;
  };
  const minutes = change((side) => side.underProvisionedMinutes, 'minutes under-provisioned');
  const requests = change((side) => side.requestsAboveCapacity, 'requests above capacity');
  const hours = change((side) => side.instanceHours, 'instance hours');
  const usd = ahead.usd === undefined ? '' : ` (${dollars(Math.abs(ahead.usd - (without.usd ?? 0)))})`;
  const what = verdict === 'same' ? 'nothing that was under-provisioned is served' : `${minutes}, ${requests}`;
  return `${verdict.toUpperCase()} with the forecast: ${what}, for ${hours}${usd}`;
}

function accuracyLines({ accuracy, deviations, maxCapacity, timezone }: PlayedForecast): string[] {
  const { rightHours, tooLowHours, tooHighHours, aboveMaximumHours } = accuracy;
  const hours = rightHours + tooLowHours + tooHighHours;
  const worst = [...deviations].sort((a, b) => b.instanceHours - a.instanceHours).slice(0, MOST_DEVIATIONS);
  const more = deviations.length - worst.length;
  return [
    `forecast right in ${rightHours} of ${plural(hours, 'hour')}, too low in ${tooLowHours}, too high in ${tooHighHours}`,
    ...(aboveMaximumHours === 0
      ? []
      : [
          `${plural(aboveMaximumHours, 'hour')} needed more than the maximum of ${maxCapacity}, which no forecast exceeds: raise maxCapacity`,
        ]),
    ...worst.map((one) => deviationText(one, timezone)),
    ...(more === 0 ? [] : [`${more} more: see --json`]),
  ];
}

function idleLines({ idleRuns }: PlayedForecast): string[] {
  if (idleRuns.length === 0) return [];
  const runs = plural(idleRuns.length, 'run');
  return [`${runs} found less than a week of history, and changed nothing`];
}

function priceLines({ instanceType, price }: PlayedForecast): string[] {
  if (instanceType === undefined) return [];
  return [
    price === undefined
      ? `price of ${instanceType} not known: give --prices`
      : `price: ${instanceType} $${price.usdPerHour} an hour, ${price.mark} ${price.asOf}`,
  ];
}

function deviationText(deviation: Deviation, timezone: string): string {
  const { kind, from, until, expectedPerMinute, peakPerMinute, forecast, needed, instanceHours } = deviation;
  const end = localTime(until, timezone);
  const to = end.date === localTime(from, timezone).date ? end.clock : `${end.date} ${end.clock}`;
  const usual =
    expectedPerMinute === undefined ? 'nothing was forecast yet' : `${number(expectedPerMinute)} were usual`;
  const what =
    `${kind.replace('-', ' ')} ${localText(from, timezone)} to ${to}: ${number(peakPerMinute)} requests per minute ` +
    `where ${usual}, ${forecast} instances scheduled and ${needed} needed`;
  return kind === 'too-low'
    ? `${what}; ${plural(deviation.underProvisionedMinutes, 'minute')} under-provisioned`
    : `${what}; ${number(instanceHours)} instance hours too many`;
}

function number(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 1 });
}
