import { DIGEST, decide, model, properties } from './support/function';

test('the prediction-shift alarm compares the share of the positive class with the held-out one', () => {
  const alarm = properties(decide({ expectedRequestsPerMinute: 60 }), 'PredictionShiftAlarm');
  expect(alarm).toMatchObject({ Threshold: 16, ComparisonOperator: 'GreaterThanThreshold', EvaluationPeriods: 1 });
  expect((alarm.Metrics as { Expression?: string }[])[0].Expression).toBe(
    'IF(n >= 39, (((c0 / n) - 0.37013) ^ 2) / (0.233134 * ((1 / n) + 0.001001)), 0)',
  );
});

test('the errors alarm works with squares, because metric math has no square root', () => {
  const alarm = properties(decide(), 'ErrorsAlarm');
  expect(alarm.Threshold).toBe(16);
  expect((alarm.Metrics as { Expression?: string }[])[0].Expression).toBe(
    'IF((n >= 20) AND (errors > (0.01 * n)), (((errors / n) - 0.01) ^ 2) * (n / 0.0099), 0)',
  );
});

test('a model with a fallback has an alarm on its answers, which raise no error', () => {
  const manifest = { ...model().manifest, fallback: { outputs: { p: [1, 0] } } };
  const plan = decide({ model: model({ manifest }) });
  expect(properties(plan, 'FallbackAlarm')).toMatchObject({
    AlarmDescription: 'Fallback answers of the new release exceed 1 % by more than 4 standard errors.',
    Threshold: 16,
    Metrics: [
      {
        Expression: 'IF((n >= 20) AND (fallbacks > (0.01 * n)), (((fallbacks / n) - 0.01) ^ 2) * (n / 0.0099), 0)',
        Label: 'fallback answers above 1 % (squared standard errors)',
      },
      { Id: 'n', MetricStat: { Metric: { Namespace: 'AWS/Lambda', MetricName: 'Invocations' }, Stat: 'Sum' } },
      {
        Id: 'fallbacks',
        MetricStat: {
          Metric: {
            Namespace: 'InferenceConstructs',
            MetricName: 'FallbackAnswers',
            Dimensions: [
              { Name: 'FunctionName', Value: '@{Function.Ref}' },
              { Name: 'ModelDigest', Value: DIGEST },
              { Name: 'Release', Value: '@{Version.Version}' },
            ],
          },
          Stat: 'Sum',
        },
      },
    ],
  });
  expect(properties(plan, 'DeploymentGroup').AlarmConfiguration).toMatchObject({
    Alarms: ['ErrorsAlarm', 'LatencyAlarm', 'FallbackAlarm', 'PredictionShiftAlarm'].map((id) => ({
      Name: `@{${id}.Ref}`,
    })),
  });
});

test('a model with more classes watches each of them', () => {
  const names = ['a', 'b', 'c'];
  const manifest = {
    ...model().manifest,
    classes: { output: 'p', names },
    heldOut: { rows: 1000, predictedRates: { a: 0.5, b: 0.3, c: 0.2 } },
  };
  const alarm = properties(decide({ model: model({ manifest }) }), 'PredictionShiftAlarm');
  expect((alarm.Metrics as { Expression?: string }[])[0].Expression).toBe(
    [
      'MAX([IF(n >= 37, (((c0 / n) - 0.49975) ^ 2) / (0.25 * ((1 / n) + 0.001)), 0)',
      'IF(n >= 43, (((c1 / n) - 0.30005) ^ 2) / (0.21002 * ((1 / n) + 0.001)), 0)',
      'IF(n >= 57, (((c2 / n) - 0.2002) ^ 2) / (0.16012 * ((1 / n) + 0.001)), 0)])',
    ].join(', '),
  );
});

test('no number in an expression needs an exponent', () => {
  const manifest = {
    ...model().manifest,
    heldOut: { rows: 5_000_000, predictedRates: { ill: 0, well: 1 } },
  };
  for (const { properties: alarm } of decide({ model: model({ manifest }) }).resources) {
    expect(JSON.stringify(alarm.Metrics ?? '')).not.toMatch(/\de[-+]\d/);
  }
});

test('the alarms of a function watch its new version only, though both may serve the same model', () => {
  const alarms = decide().resources.filter(({ type }) => type === 'AWS::CloudWatch::Alarm');
  expect(
    alarms.map(({ properties: { Metrics } }) => JSON.stringify(Metrics).match(/@\{Version\.Version\}/g)?.length),
  ).toEqual([2, 3, 2]);
});

test('all at once is said to be without a way back', () => {
  const rollout = { kind: 'all-at-once', bakeMinutes: 15 } as const;
  expect(decide({ rollout, expectedRequestsPerMinute: 6000 }).notes).toEqual([
    'all traffic moves to a new release at once, and no alarm has the time to roll it back. choose a canary to be safe from bad releases',
  ]);
});

test('a regression model has no prediction-shift alarm, and the author is told', () => {
  const { classes: _, ...manifest } = model().manifest;
  const plan = decide({ model: model({ manifest }) });
  expect(plan.resources.some(({ id }) => id === 'PredictionShiftAlarm')).toBe(false);
  expect(plan.notes).toEqual([
    'no prediction-shift alarm: model.json of triage has no classes with heldOut.predictedRates, so a release that answers wrongly is not noticed',
  ]);
});

test('the power of the canary is said', () => {
  expect(decide({ expectedRequestsPerMinute: 60 }).notes).toEqual([
    'at 60 requests per minute the canary answers about 72 rows while its alarm looks; a collapse to one class shows from 39 rows on: it is seen with a chance of 100 %',
  ]);
  expect(decide().notes).toEqual([
    'power of the canary not computed: set expectedRequestsPerMinute to learn whether the bake can see a collapse to one class',
  ]);
});

test.each([0, -1, NaN, Infinity])('%d expected requests per minute are refused', (expectedRequestsPerMinute) => {
  expect(() => decide({ expectedRequestsPerMinute })).toThrow(
    `expected requests per minute (${expectedRequestsPerMinute}): a number above 0. give the traffic over all releases, or leave it out`,
  );
});
