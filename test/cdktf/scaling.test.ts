import { IMAGE_URI, models, newEndpoint, newFunction, newStack, only, REPOSITORY_ARN, synth } from './support/synth';
import { benched } from '../parity/support/models';
import { compiled, readmeProgram } from '../support/readme';
import { mkdtempSync } from 'node:fs';
import { directory } from './support/assets';
import { join } from 'node:path';
import type { InferenceEndpoint } from '@inference-constructs/cdktf';
import { ForecastScaling, ScalableInstanceCount, ServingContainer } from '@inference-constructs/cdktf';
import type { TerraformStack } from 'cdktf';
import { TerraformVariable } from 'cdktf';

function scaled(add: (endpoint: InferenceEndpoint) => void) {
  const stack = newStack();
  add(newEndpoint(stack));
  return synth(stack);
}

describe('an endpoint that scales', () => {
  test('is what the target refers to, and policies wait for the target', () => {
    const synthesized = scaled((endpoint) =>
      endpoint
        .autoScaleInstanceCount({ maxCapacity: 8 })
        .scaleOnInvocations('Invocations', { targetInvocationsPerMinute: 100 }),
    );
    const [name] = Object.keys(synthesized.json.resource.aws_sagemaker_endpoint);
    const [target] = Object.keys(synthesized.json.resource.aws_appautoscaling_target);
    expect(only(synthesized, 'aws_appautoscaling_target')).toMatchObject({
      service_namespace: 'sagemaker',
      scalable_dimension: 'sagemaker:variant:DesiredInstanceCount',
      resource_id: `endpoint/\${aws_sagemaker_endpoint.${name}.name}/variant/live`,
      min_capacity: 2,
      max_capacity: 8,
    });
    expect(only(synthesized, 'aws_appautoscaling_policy').depends_on).toEqual([`aws_appautoscaling_target.${target}`]);
  });

  test.each([
    [{}, 1],
    [{ instanceType: 'ml.c7i.large' }, 0],
  ])('is told to name an instance type where it has none: %j', (props, count) => {
    const stack = newStack();
    newEndpoint(stack, props).autoScaleInstanceCount({ maxCapacity: 8 });
    const told = synth(stack).messages.filter(({ text }) => text.includes('(none given, of instances that scale)'));
    expect(told).toHaveLength(count);
  });

  test('has targets of what was measured of its model, and says so', () => {
    const stack = newStack();
    const scaling = newEndpoint(stack, { model: benched() }).autoScaleInstanceCount({ maxCapacity: 8 });
    scaling.scaleOnInvocations('Invocations');
    new ForecastScaling(stack, 'Forecast', { scaling });
    const { messages } = synth(stack);
    const notes = messages.map(({ text }) => text).filter((text) => text.includes('bench.json'));
    expect(notes.sort()).toEqual(
      ['Forecast', 'Invocations'].map((id) =>
        expect.stringContaining(
          `${id}: a target of 12000 requests per minute for each instance, 0.25 of what bench.json has (800 requests per second, ` +
            'on a workstation with 4 processors; ml.c7i.large has 2). measure on such an instance, or pass targetInvocationsPerMinute',
        ),
      ),
    );
  });

  test('has no target of what was not measured, or measured in another container', () => {
    const own = ServingContainer.fromImageUri(IMAGE_URI, REPOSITORY_ARN);
    for (const props of [{}, { model: benched(), container: own }]) {
      const scaling = newEndpoint(newStack(), props).autoScaleInstanceCount({ maxCapacity: 8 });
      expect(() => scaling.scaleOnConcurrency('Concurrency')).toThrow(
        'Diagnosis/Classifier/Scaling: target (none): needed, because no bench.json of the model tells one; ' +
          '"inference bench" writes it. pass targetConcurrency',
      );
    }
  });

  test('is said to be set back by a deployment, which the provider cannot prevent', () => {
    const { messages } = scaled((endpoint) => endpoint.autoScaleInstanceCount({ maxCapacity: 8 }));
    expect(messages.filter(({ level }) => level === 'warn').map(({ text }) => text)).toEqual([
      expect.stringContaining(
        '[scaled-variant-not-retained] Diagnosis/Classifier: RetainAllVariantProperties (not set)',
      ),
    ]);
  });

  test('leaves its bounds to the schedules that change them', () => {
    const lifecycle = (hasSchedule: boolean) => {
      const synthesized = scaled((endpoint) => {
        const scaling = endpoint.autoScaleInstanceCount({ maxCapacity: 8 });
        if (hasSchedule) scaling.scaleOnSchedule('Night', { schedule: 'cron(0 20 * * ? *)', minCapacity: 1 });
      });
      return only(synthesized, 'aws_appautoscaling_target').lifecycle;
    };
    expect(lifecycle(true)).toMatchObject({ ignore_changes: ['min_capacity', 'max_capacity'] });
    expect(lifecycle(false)).not.toHaveProperty('ignore_changes');
  });

  test('may have tokens for its bounds', () => {
    const stack = newStack();
    const { numberValue } = new TerraformVariable(stack, 'Number', { type: 'number' });
    const scaling = newEndpoint(stack).autoScaleInstanceCount({ minCapacity: numberValue, maxCapacity: numberValue });
    scaling.scaleOnSchedule('Night', { schedule: 'rate(1 day)', minCapacity: numberValue });
    const synthesized = synth(stack);
    expect(only(synthesized, 'aws_appautoscaling_target').min_capacity).toBe('${var.Number}');
    expect(only(synthesized, 'aws_appautoscaling_scheduled_action').scalable_target_action).toEqual({
      min_capacity: '${var.Number}',
    });
  });

  test.each<[string, (endpoint: InferenceEndpoint) => void, string]>([
    [
      'twice',
      (endpoint) => {
        endpoint.autoScaleInstanceCount({ maxCapacity: 8 });
        endpoint.autoScaleInstanceCount({ maxCapacity: 9 });
      },
      'Diagnosis/Classifier: scaling of the instances (on already): can be turned on once. add policies and schedules to ' +
        'what the first call returned',
    ],
    [
      'in steps of an unknown kind',
      (endpoint) =>
        endpoint.autoScaleInstanceCount({ maxCapacity: 8 }).scaleOnMetric('It', {
          metrics: { requests: endpoint.metricInvocations() },
          scalingSteps: [{ lower: 10, change: 1 }],
          adjustmentType: 'Add',
        }),
      'Diagnosis/Classifier/Scaling: adjustment type ("Add"): one of ChangeInCapacity, PercentChangeInCapacity, ' +
        'ExactCapacity. choose one of them',
    ],
  ])('%s fails', (_, add, message) => {
    expect(() => scaled(add)).toThrow(message);
  });
});

test('several variants of an endpoint scale at once', () => {
  const stack = newStack();
  for (const variantName of ['blue', 'green']) {
    new ScalableInstanceCount(stack, variantName, { endpointName: 'e', variantName, maxCapacity: 4 });
  }
  const targets = Object.values(synth(stack).json.resource.aws_appautoscaling_target);
  expect(targets.map(({ resource_id: id }) => id)).toEqual(['endpoint/e/variant/blue', 'endpoint/e/variant/green']);
});

test('the provisioned concurrency of a function waits for its alias', () => {
  const stack = newStack();
  newFunction(stack).autoScaleProvisionedConcurrency({ maxCapacity: 4 });
  const synthesized = synth(stack);
  const [alias] = Object.keys(synthesized.json.resource.aws_lambda_alias);
  expect(only(synthesized, 'aws_appautoscaling_target').depends_on).toEqual([`aws_lambda_alias.${alias}`]);
});

test('the program of the documentation does what it says', () => {
  const program = readmeProgram('@inference-constructs/cdktf', join('docs', 'scaling.md'))
    .replace("'models/v1'", JSON.stringify(join(models, 'v1')))
    .replace('new App()', 'new App({ outdir, stackTraces: false })')
    .replace('app.synth();', '');
  const run = new Function('require', 'outdir', `${compiled(program)}; return stack;`) as (
    load: unknown,
    outdir: string,
  ) => TerraformStack;
  const stack = run(require, mkdtempSync(join(directory, 'docs-')));
  const { graph } = synth(stack);
  expect(graph.ofType('AWS::ApplicationAutoScaling::ScalingPolicy')).toHaveLength(1);
  expect(graph.ofType('AWS::Scheduler::Schedule')).toHaveLength(1);
});
