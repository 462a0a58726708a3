import { diagnosis, endpointJson, functionJson, newEndpoint, newStack, only, synth } from './support/synth';
import { ScalableInstanceCount } from '@inference-constructs/cdktf';
import { AppautoscalingTarget } from '@cdktf/provider-aws/lib/appautoscaling-target';
import type { TerraformStack } from 'cdktf';
import type { Arguments } from './support/synth';

const MODEL = 'aws_sagemaker_model';
const CONFIG = 'aws_sagemaker_endpoint_configuration';

/** A name that AWS gives: of a resource that is replaced, it is another, and whatever refers to it follows. */
const generated = ({ name }: Arguments) => name === undefined;

describe.each(['v1', 'v2'] as const)('an endpoint of %s needs no replace_triggered_by', (version) => {
  const json = endpointJson({ model: diagnosis(version) });
  const [endpoint, config, model] = ['aws_sagemaker_endpoint', CONFIG, MODEL].map((type) => only(json, type));

  test('because the names of what is replaced are generated', () => {
    expect(generated(config)).toBe(true);
    expect(generated(model)).toBe(true);
  });

  test('and what must follow refers to them', () => {
    expect(endpoint.endpoint_config_name).toMatch(new RegExp(`^\\$\\{${CONFIG}\\.\\w+\\.name\\}$`));
    expect(JSON.stringify(config.production_variants)).toMatch(
      new RegExp(`"model_name":"\\$\\{${MODEL}\\.\\w+\\.name\\}"`),
    );
  });

  test('so that none is declared', () => {
    expect(JSON.stringify(json.json)).not.toContain('replace_triggered_by');
  });
});

test('a new model is another configuration and another model, which are replaced, not changed', () => {
  const [before, after] = (['v1', 'v2'] as const).map((version) => endpointJson({ model: diagnosis(version) }));
  expect(only(after, MODEL).primary_container).not.toEqual(only(before, MODEL).primary_container);
  for (const type of [MODEL, CONFIG]) expect(only(after, type).lifecycle).toEqual({ create_before_destroy: true });
});

test('the alarms of a function follow its version by reference, too', () => {
  const json = functionJson();
  const alarms = Object.values(json.json.resource.aws_cloudwatch_metric_alarm);
  for (const alarm of alarms) {
    expect(JSON.stringify(alarm)).toMatch(/\$\{aws_lambda_function\.\w+\.version\}/);
  }
});

/** What scales an endpoint, by whom. */
const SCALING: Readonly<Record<string, (stack: TerraformStack) => ScalableInstanceCount>> = {
  'the construct of an endpoint': (stack) => newEndpoint(stack).autoScaleInstanceCount({ maxCapacity: 8 }),
  'one beside an endpoint that it names': (stack) => {
    newEndpoint(stack, { endpointName: 'diagnosis' });
    return new ScalableInstanceCount(stack, 'Scaling', { endpointName: 'diagnosis', maxCapacity: 8 });
  },
};

test.each(Object.entries(SCALING))(
  'what scales by %s is made again with it, because AWS deregisters it without a word',
  (_, make) => {
    const stack = newStack();
    const scaling = make(stack);
    scaling.scaleOnInvocations('Invocations', { targetInvocationsPerMinute: 100 });
    scaling.scaleOnSchedule('Night', { schedule: 'cron(0 20 * * ? *)', minCapacity: 2, maxCapacity: 2 });
    const synthesized = synth(stack);
    const lifecycle = (type: string) => only(synthesized, type).lifecycle as Arguments;
    const [endpoint] = Object.keys(synthesized.json.resource.aws_sagemaker_endpoint);
    const [target] = Object.keys(synthesized.json.resource.aws_appautoscaling_target);
    expect(lifecycle('aws_appautoscaling_target')).toEqual({
      ignore_changes: ['min_capacity', 'max_capacity'],
      replace_triggered_by: [`aws_sagemaker_endpoint.${endpoint}.id`],
    });
    for (const type of ['aws_appautoscaling_policy', 'aws_appautoscaling_scheduled_action']) {
      expect(lifecycle(type)).toEqual({ replace_triggered_by: [`aws_appautoscaling_target.${target}.id`] });
    }
  },
);

test('what the app has it made again by stays', () => {
  const stack = newStack();
  newEndpoint(stack)
    .autoScaleInstanceCount({ maxCapacity: 8 })
    .scaleOnInvocations('Load', { targetInvocationsPerMinute: 9 });
  const own = stack.node.findAll().find((each) => each instanceof AppautoscalingTarget) as AppautoscalingTarget;
  own.lifecycle = { replaceTriggeredBy: ['terraform_data.release.id'] };
  expect(only(synth(stack), 'aws_appautoscaling_target').lifecycle).toEqual({
    replace_triggered_by: ['terraform_data.release.id', expect.stringMatching(/^aws_sagemaker_endpoint\.\w+\.id$/)],
  });
});

test('of an endpoint that is declared elsewhere, only the target is known', () => {
  const stack = newStack();
  const scaling = new ScalableInstanceCount(stack, 'Scaling', { endpointName: 'elsewhere', maxCapacity: 8 });
  scaling.scaleOnInvocations('Invocations', { targetInvocationsPerMinute: 100 });
  const synthesized = synth(stack);
  expect(only(synthesized, 'aws_appautoscaling_target')).not.toHaveProperty('lifecycle');
  expect(only(synthesized, 'aws_appautoscaling_policy')).toHaveProperty('lifecycle');
});
