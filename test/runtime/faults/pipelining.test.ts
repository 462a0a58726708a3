import { example, fixture } from '../support/bundles';
import { serveAll } from '../support/servers';
import { codeOf, head, post, Wire } from '../support/wire';

jest.setTimeout(60_000);

const port = serveAll({ quick: fixture('dtypes/int64'), slow: fixture('slow-loop'), diagnosis: example('v1') });

const quick = (number: number): Buffer => post(`{"instances":[[${number},0]]}`);
const numberOf = ({ body }: { body: Buffer }): number =>
  (JSON.parse(body.toString()) as { outputs: { y: number[][] } }).outputs.y[0][0];

it('answers ten requests of one segment in their order', async () => {
  const wire = await Wire.open(await port('quick'));
  await wire.send(...Array.from({ length: 10 }, (_, at) => quick(at)));
  expect((await wire.answers(10)).map(numberOf)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  await wire.reset();
});

it('answers those around a refused one, each with its own', async () => {
  const wire = await Wire.open(await port('quick'));
  const ping = 'GET /ping HTTP/1.1\r\nHost: x\r\n\r\n';
  const nowhere = 'DELETE /nowhere HTTP/1.1\r\nHost: x\r\n\r\n';
  await wire.send(quick(1), post('{'), quick(2), ping, nowhere, post('{}', 'Content-Encoding: br\r\n'), quick(3));
  expect((await wire.answers(7)).map(codeOf)).toEqual([
    '200',
    '400 BodyInvalid',
    '200',
    '200',
    '404 PathUnknown',
    '415 ContentEncodingUnknown',
    '200',
  ]);
  expect([wire.responses[0], wire.responses[2], wire.responses[6]].map(numberOf)).toEqual([1, 2, 3]);
  await wire.reset();
});

it('keeps the order where an earlier request takes longer than those behind it', async () => {
  const wire = await Wire.open(await port('slow'));
  const slow = (iterations: number): Buffer => post(`{"instances":[${iterations}]}`);
  await wire.send(slow(20_000), post('{'), slow(1), slow(20_000), slow(2));
  expect((await wire.answers(5)).map(codeOf)).toEqual(['200', '400 BodyInvalid', '200', '200', '200']);
  await wire.reset();
});

it('answers what was asked before bytes that are no request, and only then refuses those', async () => {
  const wire = await Wire.open(await port('slow'));
  await wire.send(post('{"instances":[20000]}'), post('{"instances":[1]}'), 'hello\r\n\r\n');
  expect((await wire.toEnd()).map(codeOf)).toEqual(['200', '200', '400 BodyInvalid']);
});

it('answers what was asked before a body that breaks off', async () => {
  const wire = await Wire.open(await port('slow'));
  await wire.send(post('{"instances":[20000]}'), head(100), '{"insta');
  wire.socket.end();
  expect((await wire.toEnd()).map(codeOf)).toEqual(['200', '400 BodyInvalid']);
});

it('takes a request byte by byte', async () => {
  const wire = await Wire.open(await port('quick'));
  for (const byte of quick(7)) {
    await wire.send(Buffer.of(byte));
  }
  expect((await wire.answers(1)).map(numberOf)).toEqual([7]);
  await wire.reset();
});
