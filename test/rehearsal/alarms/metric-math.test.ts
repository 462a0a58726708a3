import fc from 'fast-check';
import { CannotEvaluate } from '@inference-constructs/rehearsal/alarms/math/cannot-evaluate';
import { evaluate, evaluateSeries } from '@inference-constructs/rehearsal/alarms/math/evaluate';
import { parseExpression } from '@inference-constructs/rehearsal/alarms/math/parser';
import type { Series } from '@inference-constructs/rehearsal/alarms/math/value';
import { series } from '@inference-constructs/rehearsal/alarms/math/value';

const _ = undefined;

function result(text: string, metrics: Record<string, Series>): Series {
  const length = Object.values(metrics)[0]?.length ?? 1;
  const ids = Object.keys(metrics);
  const scope = { length, periodSeconds: 60, metrics: ids, value: (id: string) => series(metrics[id]) };
  return evaluateSeries(parseExpression(text), scope);
}

function number(text: string): number {
  const value = evaluate(parseExpression(text), {
    length: 1,
    periodSeconds: 60,
    metrics: [],
    value: () => series([]),
  });
  return value.type === 'scalar' ? value.value : NaN;
}

describe('arithmetic', () => {
  type Tree = { text: string; js: string };
  const literal = fc
    .oneof(fc.nat(99), fc.double({ min: 0.001, max: 1e6, noNaN: true }))
    .map((value) => ({ text: String(value), js: String(value) }));
  const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 5 },
      literal,
      fc.tuple(tie('tree'), fc.constantFrom('+', '-', '*', '/'), tie('tree')).map(([a, operator, b]) => ({
        text: `${a.text} ${operator} ${b.text}`,
        js: `${a.js} ${operator} ${b.js}`,
      })),
      tie('tree').map((inner) => ({ text: `(${inner.text})`, js: `(${inner.js})` })),
      tie('tree').map((inner) => ({ text: `-(${inner.text})`, js: `-(${inner.js})` })),
      fc.tuple(fc.nat(9), fc.nat(4)).map(([a, b]) => ({ text: `${a}^${b}`, js: `${a} ** ${b}` })),
      fc.tuple(tie('tree'), fc.constantFrom('<', '>', '<=', '>='), tie('tree')).map(([a, operator, b]) => ({
        text: `((${a.text}) ${operator} (${b.text}))`,
        js: `Number((${a.js}) ${operator} (${b.js}))`,
      })),
      fc
        .tuple(tie('tree'), fc.constantFrom(['AND', '&&'], ['OR', '||']), tie('tree'))
        .map(([a, [math, js], b]) => ({
          text: `(${a.text}) ${math} (${b.text})`,
          js: `Number(Boolean(${a.js}) ${js} Boolean(${b.js}))`,
        }))
        .map(({ text, js }) => ({ text: `(${text})`, js })),
    ),
  }));

  test('gives what JavaScript gives', () => {
    fc.assert(
      fc.property(tree, ({ text, js }) => {
        // The text is made of numbers and operators only.
        expect(number(text)).toBe((0, eval)(js));
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['2 + 3 * 4', 14],
    ['(2 + 3) * 4', 20],
    ['10 - 4 - 3', 3],
    ['2 ^ 3 ^ 2', 512],
    ['-2 ^ 2', -4],
    ['2 ^ -1', 0.5],
    ['1 < 2 AND 3 < 2', 0],
    ['0 && 0 || 1', 1],
    ['1 AND 0 / 0', 0],
    ['0 OR 0 / 0', 0],
    ['1e3 + .5', 1000.5],
    ['1 + 1 == 2', 1],
  ])('%s = %d', (text, value) => expect(number(text)).toBe(value));
});

describe('missing datapoints, as in the tables of the guide', () => {
  const metrics = { metric1: [30, 20, 0, 0], metric2: [20, _, 20, _] };

  test.each<[string, Series]>([
    ['metric1 < metric2', [0, 0, 1, 0]],
    ['metric1 >= 30', [1, 0, 0, 0]],
    ['metric1 > 15 AND metric2 > 15', [1, 0, 0, 0]],
    ['metric1 + metric2', [50, 20, 20, 0]],
    ['metric2 + 1', [21, _, 21, _]],
    ['metric2 / metric1', [20 / 30, 0, _, _]],
    ['-metric2', [-20, _, -20, _]],
  ])('%s', (text, points) => expect(result(text, metrics)).toEqual(points));

  const branches = { metric1: [1, 1, 0, 0, _], metric2: [30, _, 0, 0, 30], metric3: [0, 0, 20, _, 20] };

  test.each<[string, Series]>([
    ['IF(metric1, metric2, metric3)', [30, 0, 20, _, _]],
    ['IF(metric1, 5, metric3)', [5, 5, 20, _, _]],
    ['IF(metric1, metric2, 5)', [30, 0, 5, 5, _]],
    ['IF(metric1, metric2)', [30, 0, _, _, _]],
    ['IF(1, metric2, metric3)', [30, _, 0, 0, 30]],
    ['IF(0, metric2, metric3)', [0, 0, 20, _, 20]],
    ['IF(0, metric2)', [_, _, _, _, _]],
  ])('%s', (text, points) => expect(result(text, branches)).toEqual(points));
});

describe('functions', () => {
  const metrics = { a: [1, -4, _, 9], b: [3, _, _, -2] };

  test.each<[string, Series]>([
    ['ABS(a)', [1, 4, _, 9]],
    ['MAX([a, b])', [3, -4, _, 9]],
    ['MIN([a, b])', [1, -4, _, -2]],
    ['SUM([a, b])', [4, -4, _, 7]],
    ['AVG([a, b])', [2, -2, _, 3.5]],
    ['MAX([a, 2])', [2, 2, 2, 9]],
    ['a - MAX(a)', [-8, -13, _, 0]],
    ['a * SUM(b)', [1, -4, _, 9]],
    ['a - AVG(a)', [-0.5, -5.5, _, 7.5]],
    ['SUM(ABS([a, b]))', [4, 4, _, 11]],
    ['FILL(a, 0)', [1, -4, 0, 9]],
    ['FILL(b, a)', [3, -4, _, -2]],
    ['FILL(b, REPEAT)', [3, 3, 3, -2]],
    ['FILL(a, LINEAR)', [1, -4, 2.5, 9]],
    ['FLOOR(a / 2)', [0, -2, _, 4]],
    ['CEIL(a / 2)', [1, -2, _, 5]],
    ['LOG10(ABS(a) * 0 + 100)', [2, 2, _, 2]],
    ['LOG(EXP(a))', [1, -4, _, 9]],
    ['DIFF(a)', [_, -5, _, 13]],
    ['DIFF_TIME(a)', [_, 60, _, 120]],
    ['RATE(a)', [_, -5 / 60, _, 13 / 120]],
    ['RUNNING_SUM(a)', [1, -3, -3, 6]],
    ['a / PERIOD(a) * 60', [1, -4, _, 9]],
    ['TIME_SERIES(7)', [7, 7, 7, 7]],
    ['FILL(a, TIME_SERIES(5))', [1, -4, 5, 9]],
    ['SUM(METRICS())', [4, -4, _, 7]],
    ['SUM(METRICS("b"))', [3, _, _, -2]],
    ["MAX([METRICS('a'), METRICS('b')])", [3, -4, _, 9]],
    ['a / METRIC_COUNT(METRICS())', [0.5, -2, _, 4.5]],
    ['a / DATAPOINT_COUNT(a)', [1 / 3, -4 / 3, _, 3]],
    ['FIRST(METRICS())', [1, -4, _, 9]],
    ['LAST(METRICS())', [3, _, _, -2]],
  ])('%s', (text, points) => expect(result(text, metrics)).toEqual(points));
});

describe('what cannot be evaluated says why', () => {
  test.each([
    ['FOO(a)', 'function FOO'],
    ['SORT(a)', 'function SORT'],
    ['toString(a)', 'function toString'],
    ['ABS(a, a)', 'function ABS with 2 arguments'],
    ['a +', 'unexpected the end in "a +"'],
    ['(a', 'unexpected the end in "(a"'],
    ['a b', 'unexpected b in "a b"'],
    ['a # b', 'unexpected "#" in "a # b"'],
    ['', 'unexpected the end in ""'],
    ['1 + 1', 'a result that is a number, not one time series'],
    ['[a, a]', 'a result that is several time series, not one time series'],
    ['[a, a] + [a, a]', 'an operator between two arrays of time series'],
    ['FILL(a, SOMETHING)', 'FILL with SOMETHING'],
    ['FILL(a, "SOMETHING")', 'FILL with "SOMETHING"'],
    ['"text"', '"text" is no metric, number or expression'],
    ['"text', 'unexpected "\\"" in ""text"'],
    ['SUM(METRICS(a))', 'METRICS of something that is no text'],
    ['FIRST(METRICS("x"))', 'FIRST of no time series'],
    ['METRIC_COUNT(1)', 'METRIC_COUNT of a number'],
    ['TIME_SERIES(a)', 'TIME_SERIES of something that is no number'],
    ['RATE(1)', 'a change over time of a number'],
    ['REPEAT', 'REPEAT is no metric, number or expression'],
    ['IF([a, a], 1, 2)', 'IF with an array of time series as condition'],
  ])('%s', (text, message) => {
    expect(() => result(text, { a: [1] })).toThrow(new CannotEvaluate(message));
  });

  test('whatever the text, it is evaluated or refused by name', () => {
    const piece = fc.constantFrom(
      'a',
      '1',
      '(',
      ')',
      '[',
      ']',
      ',',
      '+',
      '-',
      '*',
      '/',
      '^',
      '<',
      '==',
      ' AND ',
      'IF(',
      'MAX(',
      'FILL(',
      'METRICS(',
      'RATE(',
      'FIRST(',
      '"a"',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        try {
          result(pieces.join(''), { a: [1, _, 2] });
        } catch (error) {
          expect(error).toBeInstanceOf(CannotEvaluate);
        }
      }),
    );
  });
});
