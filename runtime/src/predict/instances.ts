import type { ModelManifest } from '@inference-constructs/core/out/model/manifest';
import { kindOf } from '../codec/element';
import { parseJson } from '../codec/json-text';
import { isNamedRow } from '../codec/named-row';
import { readRows } from '../codec/rows';
import type { Tensors } from '../engine/engine';
import { Fault } from '../errors';
import { toAnswer } from './answer';
import { csvOutput } from './answer-csv';
import { answersRows } from './answer-json-lines';
import type { Prediction } from './prediction';

/** The rows of KServe's first protocol: `{"instances": […]}`. */
export function readInstances(body: Buffer, manifest: ModelManifest): Tensors {
  checkRows(manifest);
  return readRows(instancesOf(parseJson(body)), manifest.signature);
}

function checkRows(manifest: ModelManifest): void {
  if (!answersRows(manifest)) {
    throw new Fault('AnswerTypeUnavailable', 'Predictions are one a row, the model has outputs without: POST to /v2.', {
      expected: 'POST /v2/models/{model}/infer',
      got: 'POST /v1/models/{model}:predict',
    });
  }
}

function instancesOf(request: unknown): readonly unknown[] {
  const instances = isNamedRow(request) ? request.instances : undefined;
  if (!Array.isArray(instances)) {
    const expected = '{"instances": […]}';
    throw new Fault('BodyInvalid', `The request holds no rows: expected ${expected}.`, {
      field: 'instances',
      expected,
      got: isNamedRow(request) ? kindOf(instances) : kindOf(request),
    });
  }
  return instances;
}

/** A row's prediction: its class scores or its only output; with several outputs, an object keyed by output name. */
export function predictionsOf(prediction: Prediction, manifest: ModelManifest): unknown {
  const { outputs } = toAnswer(prediction, manifest);
  const only = csvOutput(manifest);
  if (only !== undefined) {
    return outputs[only];
  }
  const columns = Object.entries(outputs) as [string, unknown[]][];
  return Array.from({ length: prediction.rows }, (_, row) =>
    Object.fromEntries(columns.map(([name, column]) => [name, column[row]])),
  );
}
