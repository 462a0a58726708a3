import { readEmbeddedMetrics } from '@inference-constructs/rehearsal/metrics/embedded-metrics';

const directive = (properties: object) => ({
  _aws: { Timestamp: 1, CloudWatchMetrics: [{ Namespace: 'N', Metrics: [{ Name: 'm' }], ...properties }] },
});
const read = (document: object) => readEmbeddedMetrics(JSON.stringify(document));

test('a metric under each set of dimensions', () => {
  const document = { ...directive({ Dimensions: [['A', 'B'], ['A'], []] }), A: 'a', B: 'b', m: 2 };
  expect(read(document)).toEqual([
    { metric: { namespace: 'N', name: 'm', dimensions: { A: 'a', B: 'b' } }, values: [2] },
    { metric: { namespace: 'N', name: 'm', dimensions: { A: 'a' } }, values: [2] },
    { metric: { namespace: 'N', name: 'm', dimensions: {} }, values: [2] },
  ]);
});

test('without dimensions, under none', () => {
  expect(read({ ...directive({}), m: 1 })).toEqual([
    { metric: { namespace: 'N', name: 'm', dimensions: {} }, values: [1] },
  ]);
});

test('several values, and several directives', () => {
  const one = directive({})._aws.CloudWatchMetrics[0];
  const document = { _aws: { CloudWatchMetrics: [one, { ...one, Namespace: 'Other' }] }, m: [1, 2, 3] };
  expect(read(document)?.map(({ metric, values }) => [metric.namespace, values])).toEqual([
    ['N', [1, 2, 3]],
    ['Other', [1, 2, 3]],
  ]);
});

test.each([
  ['a dimension that the document lacks', { ...directive({ Dimensions: [['A']] }), m: 1 }],
  ['a dimension that is no text', { ...directive({ Dimensions: [['A']] }), A: 1, m: 1 }],
  ['a metric that the document lacks', directive({})],
  ['a value that is no number', { ...directive({}), m: 'many' }],
  ['a namespace that is no text', { ...directive({ Namespace: 1 }), m: 1 }],
])('%s publishes nothing', (_, document) => expect(read(document)).toEqual([]));

test.each(['', 'a log line', '{"level":"info"}', '{"_aws":{}}', '{not json'])('%j is no such line', (line) => {
  expect(readEmbeddedMetrics(line)).toBeUndefined();
});
