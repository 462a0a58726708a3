import type { ModelManifest } from '@inference-constructs/core/out/model/manifest';
import type { MediaType } from '../codec/media-type';
import { elementCount } from '../codec/tensor-data';
import type { Fault } from '../errors';
import { csvOutput } from '../predict/answer-csv';
import { FORMATS } from '../predict/formats';
import type { RecordFormat } from './batch-records';

/** Requests of which each line is a row, read together. */
export function rowFormat(type: MediaType, answerType: MediaType, manifest: ModelManifest): RecordFormat {
  const answer = answerType === 'text/csv' ? answerType : 'application/jsonlines';
  FORMATS[answer].check(manifest);
  return {
    form: { kind: 'invocations', type, answer },
    lines: (text) => text,
    placeholder: answer === 'text/csv' ? (fault) => csvPlaceholder(fault, manifest) : jsonPlaceholder,
  };
}

/** Records that are whole requests in JSON. */
export const JSON_FORMAT: RecordFormat = {
  form: { kind: 'invocations', type: 'application/json', answer: 'application/json' },
  lines: (text) => `${text}\n`,
  placeholder: jsonPlaceholder,
};

function jsonPlaceholder(fault: Fault): string {
  return JSON.stringify(fault.body());
}

/** The code where the first column would stand, and as many columns as any line. */
function csvPlaceholder({ code }: Fault, manifest: ModelManifest): string {
  const output = manifest.signature.outputs.find(({ name }) => name === csvOutput(manifest));
  const sizes = output?.shape.slice(1).filter((size) => typeof size === 'number') ?? [];
  return code + ','.repeat(elementCount(sizes) - 1);
}
