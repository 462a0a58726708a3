import { join } from 'node:path';
import { pythonWith, runPython, testWithPython } from '../../support/python';
import { bundleRuntime, example, fixture } from '../support/bundles';
import { invoke, send } from '../support/http';
import { ServerProcess } from '../support/server-process';

jest.setTimeout(60_000);

const bundles = bundleRuntime();
const DIRECTORIES: Record<string, string> = {
  diagnosis: example('v1'),
  inputs: fixture('two-inputs'),
  int64: fixture('dtypes/int64'),
};
const servers: Record<string, ServerProcess> = {};
beforeAll(async () => {
  for (const [name, directory] of Object.entries(DIRECTORIES)) {
    servers[name] = new ServerProcess(bundles.directory, { INFERENCE_MODEL_DIRECTORY: directory });
  }
  await Promise.all(Object.values(servers).map(({ ready }) => ready));
});
afterAll(async () => {
  await Promise.all(Object.values(servers).map((server) => server.stop()));
  bundles.remove();
});

interface Document {
  readonly openapi: string;
  readonly info: object;
  readonly paths: Record<string, Record<string, object>>;
  readonly components: { readonly schemas: Record<string, object> };
}

async function documentOf(model: string): Promise<Document> {
  const { status, headers, body } = await send(await servers[model].listening, 'GET', '/openapi.json');
  expect([status, headers['content-type']]).toEqual([200, 'application/json']);
  return JSON.parse(body) as Document;
}

it('describes the model: its name, its paths, its inputs, its classes', async () => {
  const { openapi, info, paths, components } = await documentOf('diagnosis');
  expect(openapi).toBe('3.1.0');
  expect(info).toMatchObject({ title: 'diagnosis', version: '1.0.0' });
  expect(Object.keys(paths)).toContain('/v2/models/diagnosis/infer');
  const { Request, Answer } = components.schemas;
  expect(Request).toMatchObject({
    oneOf: [{ required: ['instances'] }, { properties: { inputs: { required: ['features'] } } }],
  });
  expect(Answer).toMatchObject({ properties: { classes: { items: { enum: ['malignant', 'benign'] } } } });
});

it('has no instances for a model of several inputs', async () => {
  const { components } = await documentOf('inputs');
  expect(components.schemas.Request).toMatchObject({
    type: 'object',
    properties: { inputs: { required: ['features', 'category'] } },
  });
});

it('names only paths that are answered, each reference leads somewhere, and every operation has its own id', async () => {
  const document = await documentOf('inputs');
  const port = await servers.inputs.listening;
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const method of Object.keys(methods)) {
      const { status } = await send(port, method.toUpperCase(), path, {}, method === 'post' ? '{}' : '');
      expect([path, [404, 405].includes(status)]).toEqual([path, false]);
    }
  }
  const text = JSON.stringify(document);
  for (const [, name] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
    expect(document.components.schemas).toHaveProperty(name);
  }
  const ids = [...text.matchAll(/"operationId":"(\w+)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

const row = Array.from({ length: 30 }, (_, at) => at);
const REQUESTS: Record<string, [request: object, isGood: boolean][]> = {
  diagnosis: [
    [{ instances: [row, row] }, true],
    [{ inputs: { features: [row] } }, true],
    [{ instances: [row.slice(1)] }, false],
    [{ instances: [] }, false],
    [{ instances: [row], more: 1 }, false],
    [{ instances: [row.map(String)] }, false],
    [{ instances: [{ 'mean radius': 1 }] }, false],
  ],
  int64: [
    [{ instances: [[1, '9223372036854775807']] }, true],
    [{ instances: [[1, 1.5]] }, false],
    [{ instances: [[1, 'x']] }, false],
  ],
};

describe.each(Object.entries(REQUESTS))('the document of %s', (model, requests) => {
  testWithPython('is valid OpenAPI, and its schema says of requests what the server says', async () => {
    const port = await servers[model].listening;
    const statuses = await Promise.all(requests.map(([request]) => invoke(port, request)));
    expect(statuses.map(({ status }) => status === 200)).toEqual(requests.map(([, isGood]) => isGood));
    const python = pythonWith('openapi-spec-validator', 'jsonschema');
    const bodies = JSON.stringify(requests.map(([request]) => request));
    expect(await runPython(python, join(__dirname, 'openapi.py'), String(port), bodies)).toEqual({
      errors: [],
      valid: requests.map(([, isGood]) => isGood),
    });
  });
});
