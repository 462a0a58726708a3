import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { lambdaEvent } from '@inference-constructs/rehearsal/invoker/lambda-event';
import { Apportionment, sampled } from '@inference-constructs/rehearsal/traffic/apportion';
import { seededRandom } from '@inference-constructs/rehearsal/traffic/random';
import { Traffic } from '@inference-constructs/rehearsal/traffic/traffic';
import { readTrafficFile } from '@inference-constructs/rehearsal/traffic/traffic-file';
import { temporaryFolder } from './support/assembly';

const folder = temporaryFolder();
let files = 0;

function file(text: string): string {
  const name = join(folder, `${files++}.jsonl`);
  writeFileSync(name, text);
  return name;
}

describe('apportionment', () => {
  test('never strays from the rate by a whole request', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1000, noNaN: true }), fc.integer({ min: 1, max: 500 }), (rate, minutes) => {
        const apportionment = new Apportionment();
        let sent = 0;
        for (let i = 1; i <= minutes; i++) {
          sent += apportionment.next(rate);
          expect(Math.abs(sent - rate * i)).toBeLessThan(1 + 1e-6);
        }
      }),
    );
  });

  test('a tenth of seven a minute is seven in ten minutes', () => {
    const apportionment = new Apportionment();
    expect(Array.from({ length: 10 }, () => apportionment.next(0.7))).toEqual([0, 1, 1, 0, 1, 1, 0, 1, 1, 1]);
  });
});

test.each([
  [60, 200, 143, { count: 60, weight: 1 }],
  [200, 200, 143, { count: 200, weight: 1 }],
  [286, 200, 143, { count: 143, weight: 2 }],
  [600, 200, 50, { count: 200, weight: 3 }],
  [600, 200, 60, { count: 180, weight: 600 / 180 }],
  [600, 200, 1000, { count: 200, weight: 3 }],
])('of %i requests at most %i real ones, %i different ones', (expected, most, different, sample) => {
  expect(sampled(expected, most, different)).toEqual(sample);
});

describe('order', () => {
  const take = (seed: number, count: number) => new Traffic('test', [1, 2, 3, 4, 5], seededRandom(seed)).take(count);

  test('each time round all come, in another order', () => {
    const taken = take(1, 15);
    const rounds = [0, 5, 10].map((start) => taken.slice(start, start + 5));
    for (const round of rounds) expect([...round].sort()).toEqual([1, 2, 3, 4, 5]);
    expect(new Set(rounds.map(String)).size).toBe(3);
  });

  test('the same seed gives the same order, another seed another', () => {
    expect(take(7, 20)).toEqual(take(7, 20));
    expect(take(7, 20)).not.toEqual(take(8, 20));
  });
});

describe('file', () => {
  test('a JSON body is the event of a direct invocation', () => {
    const { requests } = readTrafficFile(file('{"body":{"instances":[[1]]},"label":"x"}\n\n{"body":{"a":1}}\n'));
    expect(requests.map(lambdaEvent)).toEqual([{ instances: [[1]] }, { a: 1 }]);
  });

  test('a text body comes as through a function URL', () => {
    const { requests } = readTrafficFile(file('{"body":"1,2"}\n{"body":"<a/>","contentType":"text/xml"}'));
    const [csv, other] = requests.map(lambdaEvent);
    expect(csv).toMatchObject({ version: '2.0', body: '1,2', headers: { 'content-type': 'text/csv' } });
    expect(other).toMatchObject({ body: '<a/>', headers: { 'content-type': 'text/xml' } });
  });

  test.each([
    ['{"body":{}}\n{"body":', 'line 2: request (not JSON): {"body": …}. write one JSON object a line'],
    ['{"instances":[[1]]}', 'line 1: request (no body): {"body": …}. give every request a body'],
    ['null', 'line 1: request (no body): {"body": …}. give every request a body'],
    ['\n', ' (no requests): at least one line. add {"body": …}, one a line'],
  ])('%j is refused', (text, message) => expect(() => readTrafficFile(file(text))).toThrow(message));

  test('one that is not there is refused', () => {
    expect(() => readTrafficFile(join(folder, 'nowhere'))).toThrow(
      'nowhere (ENOENT): must be a file of JSON Lines or CSV. check the path',
    );
  });
});
