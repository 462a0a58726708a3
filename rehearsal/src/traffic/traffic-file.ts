import { readFileSync } from 'node:fs';
import { InferenceError } from '@inference-constructs/core/out/errors';
import type { TensorSpec } from '@inference-constructs/core/out/model/manifest';
import { csvTimes, readCsvTraffic } from './csv-traffic';
import { readJsonTraffic } from './json-traffic';
import type { Recording } from './recording';
import { recordingOf } from './recording';

/**
 * Reads recorded requests: rows of CSV where the file's name ends in `.csv`, else JSON Lines of `{"body": …}`; each with a
 * `time` or none.
 * @param inputs of the model that they are for; CSV needs them
 */
export function readTrafficFile(file: string, inputs: readonly TensorSpec[] = []): Recording {
  const isCsv = file.toLowerCase().endsWith('.csv');
  const text = textOf(file);
  const requests = isCsv ? readCsvTraffic(text, file, inputs) : readJsonTraffic(text, file);
  if (requests.length > 0) return recordingOf(requests, file);
  const example = isCsv ? "a row of the model's input" : '{"body": …}';
  throw new InferenceError('TrafficInvalid', `${file} (no requests): at least one line. add ${example}, one a line`);
}

/**
 * When recorded requests came, whatever they hold: of JSON Lines their `time`, of CSV the column of that name in the first line.
 * Empty where there is none.
 */
export function readTrafficTimes(file: string): Pick<Recording, 'perMinute'> {
  const text = textOf(file);
  const recorded = file.toLowerCase().endsWith('.csv') ? csvTimes(text, file) : readJsonTraffic(text, file);
  const { perMinute } = recordingOf(recorded, file);
  return perMinute === undefined ? {} : { perMinute };
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    throw new InferenceError(
      'TrafficMissing',
      `${file} (${reason}): must be a file of JSON Lines or CSV. check the path`,
    );
  }
}
