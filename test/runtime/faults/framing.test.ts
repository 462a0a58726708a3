import { fixture } from '../support/bundles';
import { invoke } from '../support/http';
import { serveAll } from '../support/servers';
import { codeOf, head, Wire } from '../support/wire';

jest.setTimeout(60_000);

const port = serveAll({ model: fixture('dtypes/int64') });

const good = '{"instances":[[1,2]]}';
const start = 'POST /invocations HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';
const chunked = `${start}Transfer-Encoding: chunked\r\n\r\n`;

/** What is answered to these bytes until the server closes. */
async function answersTo(bytes: string): Promise<string[]> {
  const wire = await Wire.open(await port('model'));
  await wire.send(bytes);
  return (await wire.toEnd()).map(codeOf);
}

describe('is HTTP, and answered', () => {
  it.each<[string, string]>([
    ['chunks', `${chunked}8\r\n{"instan\r\nd;x=y\r\nces":[[1,2]]}\r\n0\r\nTrailer: x\r\n\r\n`],
    ['HTTP/1.0 without a host', start.replace('1.1\r\nHost: x', '1.0') + `Content-Length: 21\r\n\r\n${good}`],
    ['the form that proxies are sent', head(21).toString().replace('POST ', 'POST http://x:80') + good],
    ['that form of a path with a query', 'GET HTTP://x/ping?a=/b HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['an upgrade that is not taken', 'GET /ping HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n'],
    ['an expectation that is not known', `${head(21, 'Expect: x\r\n').toString()}${good}`],
    ['empty lines before a request', `\r\n\r\n${head(21).toString()}${good}`],
  ])('%s', async (_, bytes) => {
    const wire = await Wire.open(await port('model'));
    await wire.send(bytes);
    expect((await wire.answers(1)).map(codeOf)).toEqual(['200']);
    await wire.reset();
  });
});

describe('is refused, and the connection closed', () => {
  const refused = ['400 BodyInvalid'];

  it.each<[string, string, string[]]>([
    ['a length and chunks', `${start}Content-Length: 21\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, refused],
    ['two lengths', `${start}Content-Length: 21\r\nContent-Length: 5\r\n\r\n${good}`, refused],
    ['a negative length', `${start}Content-Length: -1\r\n\r\n${good}`, refused],
    ['a length that is no number', `${start}Content-Length: 2e1\r\n\r\n${good}`, refused],
    ['a length beyond all numbers', `${start}Content-Length: 99999999999999999999999\r\n\r\n${good}`, refused],
    ['a chunk whose size is no number', `${chunked}zz\r\n${good}\r\n0\r\n\r\n`, refused],
    ['a chunk of negative size', `${chunked}-5\r\n${good}\r\n0\r\n\r\n`, refused],
    ['a chunk beyond all numbers', `${chunked}FFFFFFFFFFFFFFFFFF\r\n${good}`, refused],
    ['a chunk that is longer than it says', `${chunked}5\r\n${good}\r\n0\r\n\r\n`, refused],
    ['chunks that are not the last encoding', `${start}Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n`, refused],
    ['a body longer than its length', `${head(21).toString()}${good}${good}`, ['200', '400 BodyInvalid']],
    ['a header without a name', 'GET /ping HTTP/1.1\r\nHost: x\r\n: x\r\n\r\n', refused],
    ['a space in the name of a header', 'GET /ping HTTP/1.1\r\nHost: x\r\na b: x\r\n\r\n', refused],
    ['a zero in a header', 'GET /ping HTTP/1.1\r\nHost: x\r\na: \0\r\n\r\n', refused],
    ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', refused],
    ['TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', refused],
    ['a path that is too long', `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, ['431 HeadersTooLarge']],
    ['too many headers', `GET /ping HTTP/1.1\r\nHost: x\r\n${'a: b\r\n'.repeat(5000)}\r\n`, ['431 HeadersTooLarge']],
  ])('%s', async (_, bytes, answers) => {
    expect(await answersTo(bytes)).toEqual(answers);
    expect((await invoke(await port('model'), good)).status).toBe(200);
  });
});

it('refuses a body that ends before its length', async () => {
  const wire = await Wire.open(await port('model'));
  await wire.send(head(100), good);
  wire.socket.end();
  expect((await wire.toEnd()).map(codeOf)).toEqual(['400 BodyInvalid']);
});

it('closes after the refusal of what is no HTTP, without waiting for the client', async () => {
  const wire = await Wire.open(await port('model'));
  await wire.send('hello\r\n\r\n');
  expect((await wire.toEnd()).map(codeOf)).toEqual(['400 BodyInvalid']);
});

it('asks for a body that it will read, and answers it', async () => {
  const wire = await Wire.open(await port('model'));
  await wire.send(head(21, 'Expect: 100-continue\r\n'));
  expect((await wire.answers(1)).map(codeOf)).toEqual(['100']);
  await wire.send(good);
  expect((await wire.answers(2)).map(codeOf)).toEqual(['100', '200']);
  await wire.reset();
});

it('refuses a body that it would not read before it is sent', async () => {
  const wire = await Wire.open(await port('model'));
  await wire.send(head(100_000_000, 'Expect: 100-continue\r\n'));
  expect((await wire.answers(1)).map(codeOf)).toEqual(['413 BodyTooLarge']);
  await wire.reset();
});
