import type { ModelManifest } from '@inference-constructs/core/out/model/manifest';
import { kindOf } from '../codec/element';
import { parseJson } from '../codec/json-text';
import { isNamedRow } from '../codec/named-row';
import { readRows } from '../codec/rows';
import { Fault } from '../errors';
import { toAnswer } from '../predict/answer';
import { csvOutput } from '../predict/answer-csv';
import { answersRows } from '../predict/answer-json-lines';
import { marked } from '../predict/fallback-mark';
import type { Prediction } from '../predict/prediction';
import type { Route } from '../server/route-table';
import { contentOf } from './content';
import { bodyFor, isReady as isHostReady, jsonReply, readyService, type Host } from './host';
import { checkModel } from './open-inference';

/** Version 1 of KServe's protocol, which is TensorFlow Serving's: `instances` in, `predictions` out, one a row. */
export function kserveV1(host: Host): Route[] {
  return [
    {
      method: 'GET',
      path: '/v1/models',
      answer: () => jsonReply({ models: [readyService(host).manifest.name] }),
    },
    {
      method: 'GET',
      path: '/v1/models/{model}',
      answer: (exchange) => {
        const service = host.service();
        if (service !== undefined) {
          checkModel(service, exchange);
        }
        const isReady = isHostReady(host);
        return jsonReply({ name: exchange.places.model, ready: isReady }, isReady ? 200 : 503);
      },
    },
    {
      method: 'POST',
      path: '/v1/models/{model}:predict',
      answer: async (exchange) => {
        const service = readyService(host);
        checkModel(service, exchange);
        const body = await bodyFor(service, exchange);
        const { manifest } = service;
        return service.ask(
          async () => {
            checkRows(manifest);
            return readRows(instancesOf(parseJson(await contentOf(body, exchange, host))), manifest.signature);
          },
          (prediction) => {
            const { fallback } = prediction;
            return marked(prediction, jsonReply({ predictions: predictionsOf(prediction, manifest), fallback }));
          },
          { deadline: exchange.deadline(), isGone: exchange.isGone },
        );
      },
    },
  ];
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
function predictionsOf(prediction: Prediction, manifest: ModelManifest): unknown {
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
