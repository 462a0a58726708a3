import { decideAddedModel, targetModel } from '@inference-constructs/core/out/serving/multi-model-endpoint';
import type { ServedModel } from '@inference-constructs/core/out/serving/served-model';
import type { Properties } from '@inference-constructs/core/out/plan/plan';
import { MIB, model, multiModel, named, sized, wide } from './support/kinds';

describe('a multi-model endpoint', () => {
  test('may list and fetch what is below its prefix', () => {
    const { Statement } = named(multiModel({}).resources, 'RolePolicy').PolicyDocument as { Statement: Properties[] };
    expect(Statement).toContainEqual({
      Effect: 'Allow',
      Action: ['s3:GetObject'],
      Resource: 'arn:aws:s3:::models/all/*',
    });
    expect(Statement).toContainEqual({ Effect: 'Allow', Action: ['s3:ListBucket'], Resource: ['arn:aws:s3:::models'] });
  });

  test('watches errors and latency, and says that it watches no answers', () => {
    const { resources, notes } = multiModel({});
    const alarms = resources.filter(({ type }) => type === 'AWS::CloudWatch::Alarm').map(({ id }) => id);
    expect(alarms).toEqual(['ErrorsAlarm', 'LatencyAlarm']);
    expect(notes[0]).toMatch(/^no prediction-shift alarm: /);
  });

  const host = { publishesPredictions: true, isUnresolved: () => false };

  test('takes a model that it can load', () => {
    expect(decideAddedModel(model, host)).toEqual({ target: expect.stringMatching(/^diagnosis-1\.0\.0-/), notes: [] });
  });

  test.each<[string, ServedModel, RegExp]>([
    ['a model that the instances cannot hold', sized(4096 * MIB), /^instance type \(ml\.c7i\.large\): has 4 GiB/],
    ['a row that does not fit into a request', wide, /^one row of diagnosis .* a multi-model endpoint takes requests/],
  ])('refuses %s', (_, added, message) => {
    expect(() => decideAddedModel(added, host)).toThrow(message);
  });

  test('asks for a model by a name that no other release has', () => {
    expect(targetModel('diagnosis', '1.0.0', 'sha256:0123456789abcdef')).toBe('diagnosis-1.0.0-0123456789ab.tar.gz');
  });

  test.each(['', '/all', 'all/'])('refuses the prefix %j', (prefix) => {
    expect(() => multiModel({ prefix })).toThrow(
      new Error(
        `prefix (${JSON.stringify(prefix)}): not empty, without a slash at either end. write for example "models/diagnosis"`,
      ),
    );
  });
});
