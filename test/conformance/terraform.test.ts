import { diagnosis, IMAGE, newStack, synth } from '../cdktf/support/synth';
import { clientScript, testWith } from '../support/tools';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { InferenceEndpoint, OnnxFunction, Rollout } from '@inference-constructs/cdktf';

const MINUTES = 60_000;
const script = clientScript('tf-validate.sh');

/** Validates a directory that holds Terraform JSON; what Terraform says otherwise. */
function validate(directory: string): string {
  try {
    execFileSync(script!, [directory, 'validate'], { encoding: 'utf8', stdio: 'pipe' });
    return 'valid';
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    return `${stdout}\n${stderr}`;
  }
}

/** One stack with every kind of resource, so that the provider starts once. */
function everything(): string {
  const stack = newStack();
  const model = diagnosis();
  const environment = { LOG_LEVEL: 'debug' };
  new OnnxFunction(stack, 'Function', { model });
  new OnnxFunction(stack, 'WholeFunction', {
    model,
    environment,
    architecture: 'arm64',
    memorySize: 1769,
    timeoutSeconds: 7,
    rollout: Rollout.canary({ percent: 20, bakeMinutes: 7 }),
    latencyLimitMilliseconds: 250,
    expectedRequestsPerMinute: 600,
  }).grantInvoke(new IamRole(stack, 'Caller', { assumeRolePolicy: '{}' }));
  new OnnxFunction(stack, 'FunctionAtOnce', { model, rollout: Rollout.allAtOnce() });
  new InferenceEndpoint(stack, 'Endpoint', { model, ...IMAGE });
  new InferenceEndpoint(stack, 'WholeEndpoint', {
    model,
    ...IMAGE,
    environment,
    instanceType: 'ml.g5.xlarge',
    instanceCount: 4,
    rollout: Rollout.canary({ percent: 50, bakeMinutes: 30 }),
    endpointName: 'triage',
  });
  new InferenceEndpoint(stack, 'EndpointAtOnce', { model, ...IMAGE, rollout: Rollout.allAtOnce() });
  return synth(stack).directory;
}

testWith(
  'terraform',
  'terraform validates functions and endpoints',
  () => expect(validate(everything())).toBe('valid'),
  3 * MINUTES,
  'tf-validate.sh',
);

testWith(
  'terraform',
  'terraform would find a fault',
  () => {
    const directory = mkdtempSync(join(tmpdir(), 'fault-'));
    writeFileSync(
      join(directory, 'fault.tf.json'),
      JSON.stringify({ resource: { aws_lambda_alias: { a: { name: 'live' } } } }),
    );
    expect(validate(directory)).toContain('Missing required argument');
    expect(readdirSync(directory)).toEqual(['fault.tf.json']);
  },
  3 * MINUTES,
  'tf-validate.sh',
);
