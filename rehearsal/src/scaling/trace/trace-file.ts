import { readFileSync } from 'node:fs';
import { InferenceError } from '@inference-constructs/core/out/errors';
import { typeName, zonedTime } from '../../traffic/request-time';
import { metricDataPoints } from './metric-data';
import type { RecordedTrace, TracePoint } from './recorded-trace';
import { recordedTrace } from './recorded-trace';
import { numberIn, rowsIn } from './rows';
import { traceInvalid } from './trace-error';

/**
 * Reads how many requests came when: what `aws cloudwatch get-metric-data` or `get-metric-statistics` prints, CSV with the
 * columns `time` and `requests`, or JSON Lines with these members. Further columns are metrics by their names.
 */
export function readTrace(file: string): RecordedTrace {
  const text = textOf(file);
  return recordedTrace(documentPoints(text, file) ?? linePoints(text, file), file);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    throw new InferenceError('TraceMissing', `${file} (${reason}): must be a readable file. check the path`);
  }
}

function documentPoints(text: string, file: string): TracePoint[] | undefined {
  if (!text.trimStart().startsWith('{')) return undefined;
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    // Many lines of JSON are no document.
    return undefined;
  }
  return metricDataPoints(document, file);
}

function linePoints(text: string, file: string): TracePoint[] {
  const rows = rowsIn(text, (what, limit) => traceInvalid(what, limit, file));
  return rows.map(({ time: when, requests: count, ...others }, i) => {
    const where = `${file}, row ${i + 1}`;
    const time = zonedTime(when);
    if (time === undefined) throw traceInvalid(`time (${typeName(when)})`, 'ISO 8601 with Z or an offset', where);
    const requests = numberIn(count);
    if (requests === undefined || requests < 0) {
      throw traceInvalid(`requests (${requests ?? typeName(count)})`, '0 or more', where);
    }
    const metrics = Object.fromEntries(Object.entries(others).map(([name, value]) => [name, numberIn(value)]));
    return { time, requests, metrics, where };
  });
}
