import type { ModelManifest, TensorSpec } from '@inference-constructs/core/out/model/manifest';
import { version } from '../../package.json';
import { DATATYPES } from '../codec/open-inference/datatypes';
import { Fault } from '../errors';
import type { Service } from '../predict/service';
import type { Exchange, Route } from '../server/route-table';
import { jsonReply } from '../predict/reply';
import { answerBody } from './answer-body';
import { bodyFor, isLive, isReady as isHostReady, readyService, type Host } from './host';

/** What a server says of itself, whatever it serves. */
export const SERVER = { name: 'inference-constructs', version, extensions: ['binary_tensor_data'] };

/**
 * The Open Inference Protocol, version 2, over REST, with its extension for binary tensors:
 * https://github.com/open-inference/open-inference-protocol
 */
export function openInference(host: Host): Route[] {
  const get = (path: string, answer: Route['answer']): Route => ({ method: 'GET', path, answer });
  const isReady = (): boolean => isHostReady(host);
  const ready: Route['answer'] = (exchange) => {
    const service = host.service();
    if (service !== undefined) {
      checkModel(service, exchange);
    }
    return jsonReply({ name: exchange.places.model, ready: isReady() }, isReady() ? 200 : 503);
  };
  const metadata: Route['answer'] = (exchange) => {
    const service = readyService(host);
    checkModel(service, exchange);
    return jsonReply(describe(service.manifest));
  };
  const infer: Route['answer'] = async (exchange) => {
    const service = readyService(host);
    checkModel(service, exchange);
    const body = await bodyFor(service, exchange);
    const headerSize = exchange.headers['inference-header-content-length']?.toString();
    return answerBody(host, service, exchange, body, { kind: 'open-inference', headerSize, sizeIn: 'header' });
  };
  const models = ['/v2/models/{model}', '/v2/models/{model}/versions/{version}'];
  return [
    get('/v2', () => jsonReply(SERVER)),
    get('/v2/health/live', () => jsonReply({ live: isLive(host) }, isLive(host) ? 200 : 503)),
    get('/v2/health/ready', () => jsonReply({ ready: isReady(), live: isLive(host) }, isReady() ? 200 : 503)),
    ...models.flatMap((path): Route[] => [
      get(path, metadata),
      get(`${path}/ready`, ready),
      { method: 'POST', path: `${path}/infer`, answer: infer },
    ]),
  ];
}

/** Refuses a model or a version that is not the one that is served. */
export function checkModel({ manifest: { name, version } }: Service, { places }: Exchange): void {
  if (places.model !== name || (places.version !== undefined && places.version !== version)) {
    throw new Fault('ModelUnknown', 'There is no such model here.', {
      field: 'model',
      expected: `'${name}', version '${version}'`,
      got: places.model === name ? 'another version' : 'another model',
    });
  }
}

function describe({ name, version, signature }: ModelManifest): unknown {
  const tensors = (specs: readonly TensorSpec[]): unknown[] =>
    specs.map((spec) => ({
      name: spec.name,
      datatype: DATATYPES[spec.type],
      shape: spec.shape.map((size) => (typeof size === 'number' ? size : -1)),
    }));
  return {
    name,
    versions: [version],
    platform: 'onnx_onnxv1',
    inputs: tensors(signature.inputs),
    outputs: tensors(signature.outputs),
  };
}
