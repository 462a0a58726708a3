import { RouteTable, type Method, type Route } from '@inference-constructs/runtime/server/route-table';
import { faultOf } from '../support/fault-of';

const route = (method: Method, path: string): Route => ({
  method,
  path,
  answer: () => ({ status: 200, contentType: '', body: '' }),
});

const table = new RouteTable([
  route('GET', '/models'),
  route('POST', '/models'),
  route('GET', '/v1/models/{model}'),
  route('POST', '/v1/models/{model}:predict'),
  route('GET', '/v2/models/{model}/versions/{version}/ready'),
  route('DELETE', '/models/{name}'),
]);

it.each([
  ['GET', '/models', '/models', {}],
  ['POST', '/models', '/models', {}],
  ['GET', '/v1/models/diagnosis', '/v1/models/{model}', { model: 'diagnosis' }],
  ['POST', '/v1/models/diagnosis:predict', '/v1/models/{model}:predict', { model: 'diagnosis' }],
  [
    'GET',
    '/v2/models/a/versions/1.0.0/ready',
    '/v2/models/{model}/versions/{version}/ready',
    { model: 'a', version: '1.0.0' },
  ],
  ['DELETE', '/models/a%2Fb%3A', '/models/{name}', { name: 'a/b:' }],
])('%s %s is answered by %s', (method, path, expected, places) => {
  const match = table.find(method, path);
  expect([match.route.method, match.route.path, { ...match.places }]).toEqual([method, expected, places]);
});

it.each(['/', '/model', '/models/', '/models/a/b', '/v1/models/:predict', '/models/%ff', '/__proto__'])(
  'there is nothing at %s',
  async (path) => {
    expect(await faultOf(() => table.find('GET', path))).toMatchObject({ code: 'PathUnknown' });
  },
);

it('tells which methods a path takes', async () => {
  expect(await faultOf(() => table.find('DELETE', '/models'))).toEqual({
    error: 'This path takes GET or POST only.',
    code: 'MethodNotAllowed',
    expected: 'GET or POST',
    got: 'another method',
  });
});
