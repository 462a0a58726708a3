import type { JsonPath } from '../state-machine/json-path';
import { parsePath, select } from '../state-machine/json-path';
import type { TransformJob } from './transform-job';

/** A record as `DataProcessing` sees it: the columns of a row, or JSON. */
interface Format {
  readonly read: (record: string) => unknown;
  readonly write: (value: unknown) => string;
  readonly join: (input: unknown, output: unknown) => unknown;
}

const CSV: Format = {
  read: columnsOf,
  write: (value) => (Array.isArray(value) ? value.map(String).join(',') : String(value)),
  join: (input, output) => [input, output].flat(),
};

const JSON_LINES: Format = {
  read: (record) => JSON.parse(record) as unknown,
  write: (value) => JSON.stringify(value),
  join: (input, output) =>
    input !== null && typeof input === 'object' && !Array.isArray(input)
      ? { ...input, SageMakerOutput: output }
      : { SageMakerInput: input, SageMakerOutput: output },
};

const FORMATS: Readonly<Record<string, Format>> = {
  'text/csv': CSV,
  'application/json': JSON_LINES,
  'application/jsonlines': JSON_LINES,
};
const MOST_CHARACTERS = 63;

/** What is done with each record before it is sent, and with each answer before it is stored. */
export interface Processor {
  readonly before: (record: Buffer) => Buffer;
  readonly after: (record: string, answer: string) => string;
}

/** Why the `DataProcessing` of a job is not played; undefined where it is, or where there is none. */
export function whyNotProcessed({ processing, contentType, accept, splits }: TransformJob): string | undefined {
  if (processing === undefined) return undefined;
  if (formatOf(contentType) === undefined) return `DataProcessing of ${contentType ?? 'no ContentType'} is not played`;
  if (formatOf(accept ?? contentType) !== formatOf(contentType)) {
    return `DataProcessing of ${String(contentType)} with answers in ${String(accept)} is not played`;
  }
  if (!splits) return 'DataProcessing without a SplitType is not played';
  const { inputFilter = '$', outputFilter = '$' } = processing;
  const wrong = [inputFilter, outputFilter].find(
    (path) => path.length > MOST_CHARACTERS || parsePath(path) === undefined,
  );
  return wrong === undefined ? undefined : `the filter ${wrong} of DataProcessing is not played`;
}

/** For a job of which all is played. */
export function processorOf({ processing, contentType }: TransformJob): Processor | undefined {
  const format = formatOf(contentType);
  if (processing === undefined || format === undefined) return undefined;
  const { inputFilter, joins, outputFilter } = processing;
  return {
    before: (record) =>
      inputFilter === undefined ? record : Buffer.from(`${format.write(at(inputFilter, format.read(line(record))))}\n`),
    after: (record, answer) => {
      const output = format.read(answer);
      const joined = joins ? format.join(format.read(record), output) : output;
      return format.write(outputFilter === undefined ? joined : at(outputFilter, joined));
    },
  };
}

function at(path: string, value: unknown): unknown {
  const parsed = parsePath(path) as JsonPath;
  const found = select(parsed, value);
  if (!parsed.isDefinite) return found;
  if (found.length === 0) throw new Error(`nothing is at ${path}`);
  return found[0];
}

function formatOf(type: string | undefined): Format | undefined {
  const name = type?.split(';')[0].trim().toLowerCase() ?? '';
  return Object.hasOwn(FORMATS, name) ? FORMATS[name] : undefined;
}

function line(record: Buffer): string {
  return record.toString('utf8').replace(/\r?\n$/, '');
}

/** Columns as they are written, quotes and all. A comma before each: the first one may be empty, too. */
function columnsOf(row: string): string[] {
  return [...`,${row}`.matchAll(/,((?:"(?:[^"]|"")*"|[^,])*)/g)].map(([, column]) => column);
}
