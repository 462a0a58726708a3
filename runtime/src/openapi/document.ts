import type { ModelManifest } from '@inference-constructs/core/out/model/manifest';
import { componentSchemas, type Schema } from './schemas';

const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });
const json = (schema: Schema): Schema => ({ 'application/json': { schema } });
const binary: Schema = { 'application/octet-stream': {} };
const fault = { description: 'Refused or failed: the reason', content: json(ref('Fault')) };
const LINES = 'application/jsonlines';

/** What the server answers, as OpenAPI 3.1 describes it, with the model's names, types and shapes. */
export function openApiDocument(manifest: ModelManifest): Schema {
  const { name, version, description } = manifest;
  const instances = { type: 'object', properties: { instances: { type: 'array' } }, required: ['instances'] };
  const predictions = { type: 'object', properties: { predictions: { type: 'array' } }, required: ['predictions'] };
  return {
    openapi: '3.1.0',
    info: { title: name, version, ...(description === undefined ? {} : { description }) },
    paths: {
      '/ping': { get: operation('ping', 'Whether the model is ready', { description: 'Ready' }) },
      '/invocations': {
        post: operation('invoke', 'Predict', answer({ ...json(ref('Answer')), ...otherFormats() }), {
          ...json(ref('Request')),
          ...otherFormats(),
        }),
      },
      [`/v1/models/${name}:predict`]: {
        post: operation('predictV1', "Predict, in KServe's first protocol", answer(json(predictions)), json(instances)),
      },
      [`/v2/models/${name}/infer`]: {
        post: operation(
          'inferV2',
          'Predict, in the Open Inference Protocol',
          answer({ ...json(ref('InferResponse')), ...binary }),
          { ...json(ref('InferRequest')), ...binary },
        ),
      },
      '/startupz': { get: operation('started', 'Whether the model was ever ready', { description: 'Started' }) },
      '/livez': { get: operation('alive', 'Whether no run hangs', { description: 'Alive' }) },
      '/readyz': { get: operation('readiness', 'Whether the model is ready', { description: 'Ready' }) },
      '/v2/health/live': { get: operation('live', 'Whether the server is alive', { description: 'Alive' }) },
      '/v2/health/ready': { get: operation('ready', 'Whether the model is ready', { description: 'Ready' }) },
      [`/v2/models/${name}`]: {
        get: operation('metadata', "The model's inputs and outputs", answer(json({ type: 'object' }))),
      },
    },
    components: { schemas: componentSchemas(manifest) },
  };
}

/** The description of a server with several versions: that of one of them, and how versions are asked for and loaded. */
export function withVersions(document: Schema, name: string): Schema {
  const paths = document.paths as Readonly<Record<string, Readonly<Record<string, Schema>>>>;
  const index = { type: 'array', items: { type: 'object' } };
  const force = { type: 'object', properties: { parameters: { properties: { force: { type: 'boolean' } } } } };
  const model = `/v2/models/${name}`;
  const byVersion = ['', '/infer'].map((end) => [`${model}/versions/{version}${end}`, pinned(paths[`${model}${end}`])]);
  return {
    ...document,
    paths: {
      ...paths,
      ...Object.fromEntries(byVersion),
      '/v2/repository/index': {
        post: operation('repositoryIndex', 'The versions, and whether each can be asked', answer(json(index))),
      },
      [`/v2/repository/models/${name}/load`]: {
        post: {
          ...operation('repositoryLoad', 'Read the directory of versions again', answer(json(index))),
          requestBody: { required: false, content: json(force) },
        },
      },
    },
  };
}

/** The operations of a path, on a version that the path names. */
function pinned(operations: Readonly<Record<string, Schema>>): Schema {
  const parameters = [{ name: 'version', in: 'path', required: true, schema: { type: 'string' } }];
  return Object.fromEntries(
    Object.entries(operations).map(([method, one]) => [
      method,
      { ...one, operationId: `${String(one.operationId)}OfVersion`, parameters },
    ]),
  );
}

function answer(content: Schema): Schema {
  return { description: 'The answer', content };
}

function otherFormats(): Schema {
  const text = { schema: { type: 'string' } };
  return { [LINES]: text, 'text/csv': text, 'application/x-npy': {}, ...binary };
}

function operation(operationId: string, summary: string, success: Schema, content?: Schema): Schema {
  return {
    operationId,
    summary,
    ...(content === undefined ? {} : { requestBody: { required: true, content } }),
    responses: { '200': success, default: fault },
  };
}
