import type { Synthesized } from './support/synth';
import {
  diagnosis,
  IMAGE_URI,
  LAYER_ARN,
  newEndpoint,
  newFunction,
  newStack,
  REPOSITORY_ARN,
  synth,
} from './support/synth';
import { Duration } from 'aws-cdk-lib/core';
import recommended from 'aws-cdk-lib/recommended-feature-flags.json';
import { Rollout } from '@inference-constructs/cdk';
import type { GraphResource } from '@inference-constructs/core/out/graph/resource-graph';
import { loadedPackage } from '@inference-constructs/core/out/model/loaded-package';
import type { Plan } from '@inference-constructs/core/out/plan/plan';
import { resolveReferences } from '@inference-constructs/core/out/plan/plan';
import { decideEndpoint } from '@inference-constructs/core/out/serving/endpoint';
import type { FunctionSpec } from '@inference-constructs/core/out/serving/function';
import { decideFunction } from '@inference-constructs/core/out/serving/function';

/** Entries that CDK renders elsewhere than under their own id. */
const PATHS: Record<string, string> = {
  // `Function.currentVersion` owns the version: a second one of the same code could not be published.
  'Function/CurrentVersion': 'Version',
};

/** Properties that the engine adds to those of the plan. */
const ENGINE_PROPERTIES: Record<string, string[]> = {
  // The plan does not know where an asset is uploaded to.
  'AWS::Lambda::Function': ['Code'],
};

const isUnresolved = () => false;

function functionPlan(spec: Partial<FunctionSpec> = {}): Plan {
  return decideFunction({
    model: loadedPackage(diagnosis()),
    layerArn: LAYER_ARN,
    partition: '${AWS::Partition}',
    region: '${AWS::Region}',
    account: '${AWS::AccountId}',
    hookName: 'CodeDeployHook_triage',
    handlerBytes: 0,
    isUnresolved,
    ...spec,
  });
}

const CASES: Record<string, (context: Record<string, unknown>) => { plan: Plan; synthesized: Synthesized }> = {
  'a function by default': (context) => {
    const stack = newStack(context);
    newFunction(stack);
    return { plan: functionPlan(), synthesized: synth(stack) };
  },
  'a function with everything set': (context) => {
    const stack = newStack(context);
    newFunction(stack, {
      memorySize: 1024,
      timeout: Duration.seconds(7),
      environment: { LOG_LEVEL: 'debug' },
      rollout: Rollout.canary({ percent: 25, bake: Duration.minutes(7) }),
      latencyLimit: Duration.millis(250),
      expectedRequestsPerMinute: 600,
    });
    const plan = functionPlan({
      memoryMib: 1024,
      timeoutSeconds: 7,
      environment: { LOG_LEVEL: 'debug' },
      rollout: { kind: 'canary', percent: 25, bakeMinutes: 7 },
      latencyLimitMilliseconds: 250,
      expectedRequestsPerMinute: 600,
    });
    return { plan, synthesized: synth(stack) };
  },
  'an endpoint with a canary': (context) => {
    const stack = newStack(context);
    const endpoint = newEndpoint(stack, { environment: { LOG_LEVEL: 'debug' } });
    return { ...endpointCase(endpoint.endpointName, synth(stack)) };
  },
};

function endpointCase(endpointName: string, synthesized: Synthesized) {
  const [model] = synthesized.graph.ofType('AWS::SageMaker::Model');
  const { ModelDataUrl } = model.properties.PrimaryContainer as { ModelDataUrl: string };
  const plan = decideEndpoint({
    model: loadedPackage(diagnosis()),
    environment: { LOG_LEVEL: 'debug' },
    endpointName,
    image: IMAGE_URI,
    imageRepositoryArn: REPOSITORY_ARN,
    modelDataUrl: ModelDataUrl,
    modelDataArn: ModelDataUrl.replace('s3://', 'arn:${AWS::Partition}:s3:::'),
    partition: '${AWS::Partition}',
    region: '${AWS::Region}',
    account: '${AWS::AccountId}',
    isUnresolved,
  });
  return { plan, synthesized };
}

/** Construct id below the construct that owns the plan. */
function planId(resource: GraphResource): string {
  const path = resource.path.replace('Diagnosis/Classifier/', '').replace(/\/Resource$/, '');
  return PATHS[path] ?? path;
}

function own({ graph }: Synthesized): GraphResource[] {
  return graph.resources.filter(({ path }) => path.startsWith('Diagnosis/Classifier/'));
}

/** Old apps set no feature flag, new ones all that `cdk init` recommends. */
const FLAGS: Record<string, Record<string, unknown>> = {
  'without feature flags': {},
  'with all feature flags': recommended,
};

const MATRIX = Object.entries(FLAGS).flatMap(([flags, context]) =>
  Object.entries(CASES).map(([name, make]) => [`${name} ${flags}`, () => make(context)] as const),
);

describe.each(MATRIX)('%s', (_, make) => {
  const { plan, synthesized } = make();

  test('is one resource for every entry of the plan and no other', () => {
    expect(own(synthesized).map(planId).sort()).toEqual(plan.resources.map(({ id }) => id).sort());
  });

  test.each(plan.resources.map((entry) => [entry.id, entry] as const))('%s is as planned', (id, entry) => {
    const resource = own(synthesized).find((candidate) => planId(candidate) === id)!;
    const properties = resolveReferences(resource.properties, (target, attribute) => {
      return `@{${planId(synthesized.graph.get(target)!)}.${attribute}}`;
    });
    const added = ENGINE_PROPERTIES[resource.type] ?? [];
    expect(resource.type).toBe(entry.type);
    expect(Object.fromEntries(Object.entries(properties).filter(([name]) => !added.includes(name)))).toEqual(
      entry.properties,
    );
    expect(resource.attributes?.InferenceConstructs).toEqual(entry.annotation);
  });

  test('what must exist first is waited for', () => {
    for (const { id, dependsOn = [] } of plan.resources) {
      const { id: logicalId } = own(synthesized).find((resource) => planId(resource) === id)!;
      const waits = (synthesized.resources[logicalId].DependsOn ?? []) as string[];
      expect(waits.map((target) => planId(synthesized.graph.get(target)!))).toEqual(
        expect.arrayContaining([...dependsOn]),
      );
    }
  });

  test('no resource waits for itself', () => {
    expect(cycles(synthesized)).toEqual([]);
  });
});

/** Every chain of references and dependencies that comes back to where it began. */
function cycles({ resources }: Synthesized): string[][] {
  const found: string[][] = [];
  const visit = (id: string, chain: string[]) => {
    if (chain.includes(id)) {
      found.push([...chain.slice(chain.indexOf(id)), id]);
      return;
    }
    for (const next of Object.keys(resources).filter((other) => mentions(resources[id], other)))
      visit(next, [...chain, id]);
  };
  for (const id of Object.keys(resources)) visit(id, []);
  return found;
}

function mentions(value: unknown, id: string): boolean {
  if (Array.isArray(value)) return value.some((item) => mentions(item, id));
  if (value !== null && typeof value === 'object') return Object.values(value).some((item) => mentions(item, id));
  return typeof value === 'string' && (value === id || value.includes(`\${${id}}`) || value.includes(`\${${id}.`));
}

test('the search for cycles finds one', () => {
  const resource = (Type: string, Properties: Record<string, unknown>) => ({ Type, Properties });
  const resources = {
    Alarm: resource('A', { Name: { 'Fn::GetAtt': ['Endpoint', 'EndpointName'] } }),
    Endpoint: resource('B', { Alarms: [{ Ref: 'Alarm' }] }),
  };
  expect(cycles({ resources } as unknown as Synthesized)).toEqual([
    ['Alarm', 'Endpoint', 'Alarm'],
    ['Endpoint', 'Alarm', 'Endpoint'],
  ]);
});
