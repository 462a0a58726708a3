import { fixture } from '../support/bundles';
import { invoke } from '../support/http';
import { serveAll } from '../support/servers';

jest.setTimeout(60_000);

const portOf = serveAll({ float64: fixture('dtypes/float64') });

const NPY = { 'Content-Type': 'application/x-npy' };
const ask = async (model: string, body: unknown, headers: Record<string, string> = {}) =>
  invoke(await portOf(model), body, headers);
const doubles = (...values: number[]): Buffer => Buffer.from(new Float64Array(values).buffer);

describe('npy', () => {
  const npy = (text: string, elements: Buffer): Buffer => {
    const header = Buffer.from(`\x93NUMPY\x01\x00\x00\x00${text}\n`, 'latin1');
    header.writeUInt16LE(header.length - 10, 8);
    return Buffer.concat([header, elements]);
  };
  const array = (descr: string, shape: string, elements: Buffer): Buffer =>
    npy(`{'descr': '${descr}', 'fortran_order': False, 'shape': ${shape}, }`, elements);

  it('answers JSON with an array where that is accepted', async () => {
    const response = await ask('float64', { instances: [[1, 2]] }, { Accept: NPY['Content-Type'] });
    expect(response.headers['content-type']).toBe(NPY['Content-Type']);
    expect(response.bytes.subarray(-16)).toEqual(doubles(1, 2));
    expect(response.bytes.length % 16).toBe(0);
  });

  const broken = (got = 'other bytes') => ({
    error: 'The body is no .npy array of numbers, booleans or strings.',
    code: 'BodyInvalid',
    expected: '.npy',
    got,
  });
  it.each([
    ['other bytes', Buffer.from('[[1,2]]'), broken()],
    ['half a header', array('<f8', '(1, 2)', doubles()).subarray(0, 30), broken()],
    ['pickled objects', array('|O', '(1, 2)', doubles(1, 2)), broken()],
    ['dates', array('<M8', '(1, 2)', doubles(1, 2)), broken('another kind of elements')],
    [
      'fewer bytes than its shape',
      array('<f8', '(2, 2)', doubles(1, 2)),
      broken('an array whose size is not its shape'),
    ],
    ['a huge shape of nothing', array('<U0', '(1000000000, 2)', doubles()), broken()],
    [
      'another rank',
      array('<f8', '(2,)', doubles(1, 2)),
      {
        error: "Input 'x': expected the shape [batch, 2], got [2].",
        code: 'ShapeMismatch',
        field: 'x',
        expected: '[batch, 2]',
        got: '[2]',
      },
    ],
    [
      'another type',
      array('|b1', '(1, 2)', Buffer.from([1, 0])),
      {
        error: "Input 'x' in row 0: expected number, got boolean.",
        code: 'TypeMismatch',
        field: 'x',
        expected: 'number',
        got: 'boolean',
      },
    ],
  ])('is refused with %s', async (_, bytes, fault) => {
    const { status, body } = await ask('float64', bytes, NPY);
    expect([status, JSON.parse(body)]).toEqual([400, fault]);
  });
});
