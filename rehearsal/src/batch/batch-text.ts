import Table from 'cli-table3';
import type { FunctionRun } from '../lambda-tasks/function-run';
import { callText } from '../room/call-text';
import { plural } from '../report/words';
import type { StateVisit } from '../state-machine/execution';
import type { FileResult } from '../transform/transform-file';
import type { BatchResult } from './batch-result';

type Job = BatchResult['jobs'][number];

/** The execution, for a terminal. */
export function batchText(result: BatchResult): string {
  const { machine, jobs, functions, findings, notPlayed, substitutions, notes, seconds } = result;
  const parts = [
    `${machine}\n${visitTable(result.states)}\n${verdictSentence(result)}`,
    ...jobs.map(jobText),
    ...section('functions:', functions.slice(0, MOST_ROWS).map(functionText)),
    ...section(
      'found:',
      findings.map(({ severity, id, state, message }) => `${severity} [${id}] ${of(state)}${message}`),
    ),
    ...section(
      'not played:',
      notPlayed.map(({ state, resource, reason }) => `${state} (${resource}): ${reason}`),
    ),
    ...section('not as on AWS:', [...substitutions, ...notes]),
  ];
  return `${parts.join('\n\n')}\n\nplayed in ${seconds.toFixed(1)} s\n`;
}

function of(state: string | undefined): string {
  return state === undefined ? '' : `${state}: `;
}

function verdictSentence({ verdict, duration, error, reason = '', records }: BatchResult): string {
  const counted = `${plural(records.in, 'record')} in, ${records.out} out, ${records.failed} failed`;
  switch (verdict) {
    case 'succeeded':
      return `SUCCEEDED after ${time(duration)}: ${counted}`;
    case 'failed':
      return `FAILED after ${time(duration)}${failureText(error, reason)}. ${counted}`;
    default:
      return `UNDETERMINED after ${time(duration)}: ${reason}. ${counted}`;
  }
}

function failureText(error: string | undefined, reason: string): string {
  if (error === undefined && reason === '') return ', without an error or a cause';
  return `${error === undefined ? '' : ` with ${error}`}${reason === '' ? '' : `: ${failureIn(reason)}`}`;
}

/** Of a job's description or a function's error, why it failed. */
function failureIn(reason: string): string {
  try {
    const { FailureReason, errorMessage } = JSON.parse(reason) as { FailureReason?: string; errorMessage?: string };
    return FailureReason ?? errorMessage ?? reason;
  } catch {
    return reason;
  }
}

const MOST_ROWS = 60;

function visitTable(visits: readonly StateVisit[]): string {
  const table = new Table({
    head: ['from', 'to', 'state', 'type', 'retries', 'then'],
    colAligns: ['right', 'right', 'left', 'left', 'right', 'left'],
    style: { head: [], border: [], compact: true },
  });
  // The last states are those that decided.
  for (const { from, to, inside, state, type, retries, error, next } of visits.slice(-MOST_ROWS)) {
    const then = [...(error === undefined ? [] : [error]), ...(next === undefined ? [] : [`→ ${next}`])].join(' ');
    table.push([time(from), time(to), inside === undefined ? state : `${inside} ${state}`, type, retries, then]);
  }
  return table.toString();
}

/** `1 h 05 min 00 s`. */
function time(seconds: number): string {
  const whole = Math.round(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (value: number): string => String(value).padStart(2, '0');
  if (hours > 0) return `${hours} h ${two(minutes)} min ${two(rest)} s`;
  return minutes > 0 ? `${minutes} min ${two(rest)} s` : `${rest} s`;
}

function jobText({ name, model, status, failure, files, calls }: Job): string {
  const called =
    calls === undefined
      ? ''
      : `, ${calls.strategy} of at most ${calls.payloadMegabytes} MB, ${calls.concurrent} at once`;
  const why = failure === undefined ? '' : `: ${failure}`;
  return [`job ${name} (${model}${called}): ${status}${why}`, ...files.map((file) => `  ${fileText(file)}`)].join('\n');
}

function fileText({ input, output, records, failed, failure }: FileResult): string {
  const counted = `${plural(records, 'record')}, ${failed} failed`;
  return output === undefined ? `${input}: ${failure} (${counted})` : `${input} → ${output} (${counted})`;
}

function functionText({ state, function: path, version, milliseconds, failure, calls }: FunctionRun): string {
  const asked = calls.length === 0 ? '' : `; it asked for ${calls.map(callText).join(', ')}`;
  const ended = failure === undefined ? '' : `, ${failure}`;
  return `${state}: ${path} (${version}) in ${milliseconds} ms${ended}${asked}`;
}

function section(head: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [[head, ...lines.map((line) => `  ${line}`)].join('\n')];
}
