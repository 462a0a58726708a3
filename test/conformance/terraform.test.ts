import { diagnosis, IMAGE, newStack, synth } from '../cdktf/support/synth';
import { KINDS } from '../parity/support/kinds';
import { synthesizeCdktf } from '../support/examples';
import { SCALING } from '../parity/support/scaling-cases';
import { temporaryFolder } from '../support/packages';
import { withAcceptance } from '../parity/support/models';
import { plannedOffline, testWithTerraform, validatedTogether } from '../support/terraform';
import { programs, synthesized } from './support/programs';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { InferenceEndpoint, OnnxFunction, Rollout } from '@inference-constructs/cdktf';

const MINUTES = 60_000;
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
  new OnnxFunction(stack, 'ProvisionedFunction', {
    model,
    reservedConcurrency: 4,
    provisionedConcurrency: 2,
    functionUrl: true,
  });
  new OnnxFunction(stack, 'FunctionInSteps', {
    model: withAcceptance(),
    rollout: Rollout.linear({ percent: 30, bakeMinutes: 4 }),
    postHookName: 'CodeDeployHook_after',
  });
  new OnnxFunction(stack, 'FunctionForAWeekend', { model, rollout: Rollout.canary({ percent: 5, bakeMinutes: 2880 }) });
  new InferenceEndpoint(stack, 'EndpointInSteps', {
    model,
    ...IMAGE,
    instanceCount: 4,
    rollout: Rollout.LINEAR_25_PERCENT_EVERY_5_MINUTES,
  });
  new InferenceEndpoint(stack, 'EndpointInBatches', {
    model,
    ...IMAGE,
    rollout: Rollout.rolling({ rollbackPercent: 50 }),
  });
  new InferenceEndpoint(stack, 'EndpointInFleets', { model, ...IMAGE, rollout: Rollout.blueGreen() });
  new OnnxFunction(stack, 'FunctionAtOnce', { model, rollout: Rollout.allAtOnce() });
  new InferenceEndpoint(stack, 'Endpoint', { model, ...IMAGE });
  new InferenceEndpoint(stack, 'WholeEndpoint', {
    model,
    ...IMAGE,
    environment,
    instanceType: 'ml.g5.xlarge',
    instanceCount: 4,
    rollout: Rollout.canary({ percent: 50, bakeMinutes: 12 }),
    endpointName: 'triage',
  });
  new InferenceEndpoint(stack, 'EndpointAtOnce', { model, ...IMAGE, rollout: Rollout.allAtOnce() });
  return synth(stack).directory;
}

/** Folders of the stacks of a synthesized app. */
function stacksOf(name: string, outdir: string): [name: string, folder: string][] {
  const folder = join(outdir, 'stacks');
  return readdirSync(folder).map((stack) => [`${name} ${stack}`, join(folder, stack)]);
}

function resourcesOf(folder: string): number {
  const { resource = {} } = JSON.parse(readFileSync(join(folder, 'cdk.tf.json'), 'utf8')) as { resource?: object };
  return Object.values(resource).reduce((sum: number, named: object) => sum + Object.keys(named).length, 0);
}

function asksAws(folder: string): boolean {
  return readFileSync(join(folder, 'cdk.tf.json'), 'utf8').includes('aws_caller_identity');
}

testWithTerraform(
  'terraform plans every kind of endpoint, all that scales, the programs of the pages and the example, offline',
  () => {
    const kinds = Object.entries({ ...KINDS, ...SCALING }).map(([name, kind]): [string, string] => {
      const stack = newStack();
      kind.cdktf(stack);
      return [name, synth(stack).directory];
    });
    const pages = programs
      .filter(({ source }) => source.includes("from 'cdktf'"))
      .flatMap(({ file, source }) => stacksOf(file, synthesized(source)));
    expect(pages.length).toBeGreaterThan(10);
    const example = stacksOf('example', synthesizeCdktf('v2', join(temporaryFolder(), 'cdktf.out')));
    expect(example).toHaveLength(2);
    const all: [string, string][] = [['everything', everything()], ...kinds, ...pages, ...example];
    // Whose account it is, nothing of what is deployed elsewhere tells but AWS.
    const [asking, offline] = [true, false].map((asks) => all.filter(([, folder]) => asksAws(folder) === asks));
    expect(asking.map(([name]) => name)).toEqual([expect.stringContaining('serving')]);
    expect(plannedOffline(offline)).toEqual({
      add: offline.reduce((sum, [, folder]) => sum + resourcesOf(folder), 0),
      change: 0,
      remove: 0,
      // Of the alias, where no version is known yet.
      complaints: ['warning: Check block assertion known after apply'],
    });
  },
  4 * MINUTES,
);

testWithTerraform(
  'terraform would find a fault',
  () => {
    const faulty = temporaryFolder();
    const fault = { resource: { aws_lambda_alias: { a: { name: 'live' } } } };
    writeFileSync(join(faulty, 'fault.tf.json'), JSON.stringify(fault));
    const sound = synth(newStack()).directory;
    const complaint = validatedTogether([
      ['sound', sound],
      ['faulty', faulty],
    ]);
    expect(complaint).toContain('Missing required argument');
    expect(complaint).toContain('on 1-faulty/fault.tf.json line 1');
    expect(readdirSync(faulty)).toEqual(['fault.tf.json']);
  },
  3 * MINUTES,
);
