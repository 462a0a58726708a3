// First: it stands in for what the constructs read.
import { IMAGE, models, newEndpoint, newStack, synth } from '../cdktf/support/synth';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ModelPackage } from '@inference-constructs/core';
import { temporaryFolder } from '../support/packages';
import { hasTerraform, mirror } from '../support/terraform';
import { applied } from './support/applied';
import { Emulator, testWithEmulator } from './support/emulator';

const MINUTES = 60_000;
const SCALING = /^(endpoint|target|policy|scheduled_action):/;

/** What Application Auto Scaling lists, and under which name. */
const KEYS: Readonly<Record<string, string>> = {
  scalable_targets: 'ScalableTargets',
  scaling_policies: 'ScalingPolicies',
  scheduled_actions: 'ScheduledActions',
};

/** An endpoint that scales by a policy and by the clock; returns where its configuration is, and the endpoint's address. */
function scaledEndpoint() {
  const stack = newStack();
  const model = ModelPackage.fromS3Archive({
    bucketName: 'models',
    key: 'diagnosis.tar.gz',
    digest: `sha256:${'ab'.repeat(32)}`,
    manifestFile: join(models, 'v1', 'model.json'),
  });
  const scaling = newEndpoint(stack, { ...IMAGE, model }).autoScaleInstanceCount({ maxCapacity: 4 });
  scaling.scaleOnInvocations('Invocations', { targetInvocationsPerMinute: 100 });
  scaling.scaleOnSchedule('Night', { schedule: 'cron(0 20 * * ? *)', minCapacity: 2, maxCapacity: 2 });
  const { directory, json } = synth(stack);
  const [endpoint] = Object.keys(json.resource.aws_sagemaker_endpoint);
  return { directory, address: `aws_sagemaker_endpoint.${endpoint}` };
}

testWithEmulator(
  'an endpoint that terraform replaces scales as it did: what scaled it is made again',
  async () => {
    const folder = temporaryFolder();
    const work = join(folder, 'work');
    const { directory, address } = scaledEndpoint();
    const emulator = await Emulator.start(folder);
    const from = mirror();
    const env = { TF_WORK: work, ...(from === undefined ? {} : { TF_MIRROR: from }) };
    const counts = () =>
      Object.entries(KEYS).map(([list, key]) =>
        emulator.ask(`len(client('application-autoscaling').describe_${list}(ServiceNamespace='sagemaker')['${key}'])`),
      );
    try {
      emulator.tool('tf-validate.sh', [directory, 'apply'], env);
      expect(counts()).toEqual([1, 1, 1]);

      emulator.tool('tf-validate.sh', [directory, 'apply'], { ...env, TF_PLAN_ARGS: `-replace=${address}` });
      const steps = applied(readFileSync(join(work, 'apply.log'), 'utf8')).filter((step) => SCALING.test(step));
      const at = (step: string) => steps.indexOf(step);
      const order = [
        'policy: destroyed',
        'target: destroyed',
        'endpoint: destroyed',
        'endpoint: created',
        'target: created',
        'policy: created',
      ];
      expect([...order].sort((one, other) => at(one) - at(other))).toEqual(order);
      expect(steps).toEqual(
        expect.arrayContaining([...order, 'scheduled_action: destroyed', 'scheduled_action: created']),
      );
      expect(counts()).toEqual([1, 1, 1]);
    } finally {
      emulator.stop();
    }
  },
  5 * MINUTES,
  hasTerraform ? undefined : 'terraform',
);
