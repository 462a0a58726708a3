import { newComponent, newEndpoint, newFunction, newStack, outdir, synth } from './support/synth';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Role } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Duration, Size, Stack } from 'aws-cdk-lib/core';
import { RoutingStrategy } from '@inference-constructs/cdk';
import { KINDS } from '../parity/support/kinds';
import { SCALING } from '../parity/support/scaling-cases';

/** The one suite that lets aws-cdk-lib validate what it synthesizes; elsewhere that costs seconds a file. */
const STRICT = { '@aws-cdk/core:validateAgainstDefaultRules': true };

beforeAll(() => {
  delete process.env.CDK_VALIDATION;
});

/** What was found, whether it stopped the synth or not. */
function findings(stack: Stack): string[] {
  const file = join(outdir, 'validation-report.json');
  rmSync(file, { force: true });
  const printed = jest.spyOn(console, 'error').mockImplementation();
  try {
    synth(stack);
  } catch {
    // The report says why.
  } finally {
    printed.mockRestore();
  }
  const report = JSON.parse(readFileSync(file, 'utf8')) as {
    pluginReports: { violations: { ruleName: string }[] }[];
  };
  return report.pluginReports.flatMap(({ violations }) => violations.map(({ ruleName }) => ruleName));
}

test('aws-cdk-lib finds nothing in a function and an endpoint', () => {
  const stack = newStack(STRICT);
  newFunction(stack, { onnxruntimeLayer: undefined });
  newEndpoint(new Stack(stack.node.root, 'Endpoint'), { container: undefined });
  expect(findings(stack)).toEqual([]);
});

test('aws-cdk-lib finds nothing in an endpoint of which everything is said', () => {
  const stack = newStack(STRICT);
  newEndpoint(stack, {
    instancePools: [{ instanceType: 'ml.c7i.large' }, { instanceType: 'ml.c6i.large' }],
    instanceProvisionTimeout: Duration.minutes(10),
    routingStrategy: RoutingStrategy.LEAST_OUTSTANDING_REQUESTS,
    volumeSize: Size.gibibytes(50),
    volumeEncryptionKey: new Key(stack, 'Volumes', { enableKeyRotation: true }),
    inferenceAmiVersion: 'al2-ami-sagemaker-inference-gpu-3-1',
    modelDataDownloadTimeout: Duration.minutes(10),
    containerStartupHealthCheckTimeout: Duration.minutes(15),
    role: Role.fromRoleName(stack, 'Execution', 'company-inference'),
  });
  expect(findings(stack)).toEqual([]);
});

test('aws-cdk-lib finds nothing in inference components, on one instance type or several', () => {
  const stack = newStack(STRICT);
  newComponent(stack, 'Single', { minInstanceCount: 0, maxInstanceCount: 4 }).autoScaleCopyCount({
    minCapacity: 0,
    maxCapacity: 4,
  });
  newComponent(stack, 'Pooled', {
    instancePools: [{ instanceType: 'ml.c7i.large' }, { instanceType: 'ml.c6i.large' }],
  });
  expect(findings(stack)).toEqual([]);
});

describe.each([
  ['kind', KINDS],
  ['way to scale', SCALING],
])('aws-cdk-lib finds nothing in a %s', (_, table) => {
  test.each(Object.keys(table))('%s', (name) => {
    const stack = newStack(STRICT);
    table[name].cdk(stack);
    expect(findings(stack)).toEqual([]);
  });
});

test('and would find a fault', () => {
  const stack = newStack(STRICT);
  const [errors] = newFunction(stack).rollbackAlarms;
  (errors.node.defaultChild as CfnAlarm).addPropertyOverride('ComparisonOperator', 'IsAbove');
  expect(findings(stack)).toContain('W3030');
});
