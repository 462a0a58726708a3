import { bundleRuntime, example, fixture } from '../support/bundles';
import { heldOutCases } from '../support/held-out';
import { send } from '../support/http';
import { ServerProcess } from '../support/server-process';

jest.setTimeout(60_000);

const bundles = bundleRuntime();
const servers: Record<string, ServerProcess> = {};
beforeAll(async () => {
  servers['two-inputs'] = new ServerProcess(bundles.directory, { INFERENCE_MODEL_DIRECTORY: fixture('two-inputs') });
  servers.diagnosis = new ServerProcess(bundles.directory, { INFERENCE_MODEL_DIRECTORY: example('v1') });
  await Promise.all(Object.values(servers).map(({ ready }) => ready));
});
afterAll(async () => {
  await Promise.all(Object.values(servers).map((server) => server.stop()));
  bundles.remove();
});

const ask = async (model: string, method: string, path: string, body?: unknown) => {
  const response = await send(
    await servers[model].listening,
    method,
    path,
    {},
    body === undefined ? '' : JSON.stringify(body),
  );
  return [response.status, JSON.parse(response.body) as unknown];
};

it('lists its model and tells that it is ready', async () => {
  expect(await ask('two-inputs', 'GET', '/v1/models')).toEqual([200, { models: ['two-inputs'] }]);
  expect(await ask('two-inputs', 'GET', '/v1/models/two-inputs')).toEqual([200, { name: 'two-inputs', ready: true }]);
});

it('predicts one class score a column, one row an instance', async () => {
  const cases = heldOutCases('v1').slice(0, 3);
  const [status, body] = await ask('diagnosis', 'POST', '/v1/models/diagnosis:predict', {
    instances: cases.map(({ inputs }) => inputs.features[0]),
  });
  expect(status).toBe(200);
  expect((body as { predictions: number[][] }).predictions).toEqual(
    cases.map(({ outputs }) => outputs.probabilities[0].map((value): unknown => expect.closeTo(value, 5))),
  );
});

it('takes instances keyed by input name', async () => {
  const instances = [
    { features: [1, 2, 3], category: 2 },
    { features: [4, 5, 6], category: 3 },
  ];
  expect(await ask('two-inputs', 'POST', '/v1/models/two-inputs:predict', { instances })).toEqual([
    200,
    { predictions: [26, 45] },
  ]);
});

it.each([
  [
    'another model',
    '/v1/models/other:predict',
    {},
    404,
    {
      error: 'There is no such model here.',
      code: 'ModelUnknown',
      field: 'model',
      expected: "'two-inputs', version '1.0.0'",
      got: 'another model',
    },
  ],
  [
    'no instances',
    '/v1/models/two-inputs:predict',
    { rows: [] },
    400,
    {
      error: 'The request holds no rows: expected {"instances": […]}.',
      code: 'BodyInvalid',
      field: 'instances',
      expected: '{"instances": […]}',
      got: 'nothing',
    },
  ],
  [
    'a row that is not complete',
    '/v1/models/two-inputs:predict',
    { instances: [{ category: 1 }] },
    400,
    {
      error: "Input 'features' is missing in row 0.",
      code: 'InputMissing',
      field: 'features',
      expected: 'float32 [batch, 3]',
      got: 'nothing',
    },
  ],
  [
    'another verb',
    '/v1/models/two-inputs:explain',
    {},
    404,
    { error: 'There is nothing at this path.', code: 'PathUnknown', expected: 'GET /ping or POST /invocations' },
  ],
])('refuses %s', async (_, path, body, status, fault) => {
  expect(await ask('two-inputs', 'POST', path, body)).toEqual([status, fault]);
});

it('never answers 200 when the model failed', async () => {
  const instances = [{ features: [1, 2, 3], category: 9 }];
  expect(await ask('two-inputs', 'POST', '/v1/models/two-inputs:predict', { instances })).toEqual([
    500,
    { error: 'The model failed on this request.', code: 'ModelFailed' },
  ]);
});
