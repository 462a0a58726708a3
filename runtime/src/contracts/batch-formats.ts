import type { ModelManifest } from '@inference-constructs/core/out/model/manifest';
import type { MediaType } from '../codec/media-type';
import { elementCount } from '../codec/tensor-data';
import type { Fault } from '../errors';
import { csvOutput } from '../predict/answer-csv';
import { FORMATS } from '../predict/formats';
import type { Prediction } from '../predict/prediction';
import type { RecordFormat } from './batch-records';

/** Requests of which each line is a row, read together. */
export function rowFormat(request: MediaType, answer: MediaType, manifest: ModelManifest): RecordFormat {
  const type = answer === 'text/csv' ? answer : 'application/jsonlines';
  FORMATS[type].check(manifest);
  return {
    read: (records) => FORMATS[request].read(records, manifest.signature),
    write: (prediction) => linesOf(prediction, type, manifest),
    placeholder: type === 'text/csv' ? (fault) => csvPlaceholder(fault, manifest) : jsonPlaceholder,
  };
}

/** Records that are whole requests in JSON. */
export function jsonFormat(manifest: ModelManifest): RecordFormat {
  const { read, write } = FORMATS['application/json'];
  return {
    read: (record) => read(record, manifest.signature),
    write: (prediction) => [String(write(prediction, manifest))],
    placeholder: jsonPlaceholder,
  };
}

function linesOf(prediction: Prediction, type: MediaType, manifest: ModelManifest): string[] {
  return String(FORMATS[type].write(prediction, manifest)).split('\n').slice(0, -1);
}

function jsonPlaceholder(fault: Fault): string {
  return JSON.stringify(fault.body());
}

/** The code where the first column would stand, and as many columns as any line. */
function csvPlaceholder({ code }: Fault, manifest: ModelManifest): string {
  const output = manifest.signature.outputs.find(({ name }) => name === csvOutput(manifest));
  const sizes = output?.shape.slice(1).filter((size) => typeof size === 'number') ?? [];
  return code + ','.repeat(elementCount(sizes) - 1);
}
