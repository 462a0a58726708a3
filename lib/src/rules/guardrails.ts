import type { GraphResource, ResourceGraph } from '../graph/resource-graph';
import { referencesIn } from '../plan/plan';
import { endpointUpdate } from '../rollout/endpoint-update';
import type { VariantFleet } from '../rollout/traffic-shares';
import { trafficShares } from '../rollout/traffic-shares';
import type { Block } from './reading';
import { block, number } from './reading';
import { GUARDED } from './release';
import type { Finding, Rule, RuleContext } from './rule';

const GUARDRAILS = 'https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-configuration.html';

/** What a deployment configuration of an endpoint, or of an inference component, holds. */
interface Guarded {
  readonly endpoint: GraphResource;
  readonly blueGreen?: Block;
  readonly routing: Block;
  readonly rolling?: Block;
}

function guarded(graph: ResourceGraph): readonly Guarded[] {
  return graph.once(readGuarded);
}

function readGuarded(graph: ResourceGraph): Guarded[] {
  return GUARDED.flatMap((type) => graph.ofType(type)).flatMap((endpoint) => {
    const config = block(endpoint.properties.DeploymentConfig);
    if (config === undefined) return [];
    const blueGreen = block(config.BlueGreenUpdatePolicy);
    const routing = block(blueGreen?.TrafficRoutingConfiguration) ?? {};
    return { endpoint, blueGreen, routing, rolling: block(config.RollingUpdatePolicy) };
  });
}

/** Shares of the capacity that a step may take, in percent. */
const STEPS = [
  { name: 'CanarySize', type: 'CANARY', least: 1, most: 50 },
  { name: 'LinearStepSize', type: 'LINEAR', least: 10, most: 50 },
] as const;
const BATCH = { name: 'MaximumBatchSize', least: 5, most: 50 } as const;

const stepSizeOutOfRange: Rule = {
  id: 'step-size-out-of-range',
  severity: 'error',
  why: 'SageMaker refuses a canary above half of the capacity, linear steps outside 10 to 50 % and batches outside 5 to 50 %.',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TrafficRoutingConfig.html',
  check(graph, context) {
    return guarded(graph).flatMap(({ endpoint, routing, rolling }) => [
      ...STEPS.flatMap((step) => outOfRange(endpoint, step, routing[step.name], context)),
      ...outOfRange(endpoint, BATCH, rolling?.MaximumBatchSize, context),
    ]);
  },
};

function outOfRange(
  resource: GraphResource,
  { name, least, most }: { readonly name: string; readonly least: number; readonly most: number },
  size: unknown,
  context: RuleContext,
): Finding[] {
  const { Type, Value } = block(size) ?? {};
  const percent = number(Value, context);
  if (Type !== 'CAPACITY_PERCENT' || percent === undefined || (percent >= least && percent <= most)) return [];
  return [
    {
      resource,
      message: `${name} (${percent} %): from ${least} to ${most} % of the capacity. choose a share in that range`,
    },
  ];
}

const routingWithoutSize: Rule = {
  id: 'routing-without-step-size',
  severity: 'error',
  why: 'A canary or linear rollout without the size of its step, or with that of the other, is refused.',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TrafficRoutingConfig.html',
  check(graph) {
    return guarded(graph).flatMap(({ endpoint, routing }) =>
      STEPS.flatMap(({ name, type }) => {
        if (routing.Type === type && routing[name] === undefined) {
          return { resource: endpoint, message: `${name} (none): needed with type ${type}. say how much a step takes` };
        }
        if (routing.Type !== undefined && routing.Type !== type && routing[name] !== undefined) {
          return {
            resource: endpoint,
            message: `${name} (with type ${String(routing.Type)}): only with type ${type}. remove it, or change the type`,
          };
        }
        return [];
      }),
    );
  },
};

const timeoutTooShort: Rule = {
  id: 'deployment-timeout-too-short',
  severity: 'error',
  why: 'A deployment that waits longer than it may take is rolled back, however good the release is.',
  source: GUARDRAILS,
  check(graph, context) {
    return guarded(graph).flatMap(({ endpoint, blueGreen, routing, rolling }) => {
      const policy = blueGreen ?? rolling;
      const timeout = number(policy?.MaximumExecutionTimeoutInSeconds, context);
      const waits = waitSeconds(graph, { endpoint, blueGreen, routing, rolling }, context);
      if (timeout === undefined || waits === undefined || timeout > waits) return [];
      return {
        resource: endpoint,
        message:
          `MaximumExecutionTimeoutInSeconds (${timeout}): must exceed all waits together (${waits} s), by the time that instances ` +
          'take to start. raise it, or wait less',
      };
    });
  },
};

function waitSeconds(
  graph: ResourceGraph,
  { endpoint, blueGreen, routing, rolling }: Guarded,
  context: RuleContext,
): number | undefined {
  const wait = number(routing.WaitIntervalInSeconds ?? rolling?.WaitIntervalInSeconds ?? 0, context);
  const last = number(blueGreen?.TerminationWaitInSeconds ?? 0, context);
  const bakes = bakesOf(graph, endpoint, context);
  return wait === undefined || last === undefined || bakes === undefined ? undefined : bakes * wait + last;
}

/** How often a deployment waits for alarms, as far as the template says; SageMaker does not say how it rounds linear shares. */
function bakesOf(graph: ResourceGraph, endpoint: GraphResource, context: RuleContext): number | undefined {
  const { strategy, size } = endpointUpdate(endpoint.properties.DeploymentConfig);
  if (strategy === 'all-at-once') return 1;
  if (strategy === 'canary') return 2;
  if (size === undefined) return undefined;
  if (strategy === 'linear' && size.unit === 'percent') return Math.ceil(100 / size.value);
  return trafficShares({ strategy, size }, fleetsOf(graph, endpoint, context)).length;
}

function fleetsOf(graph: ResourceGraph, endpoint: GraphResource, context: RuleContext): VariantFleet[] {
  const sizes =
    endpoint.type === 'AWS::SageMaker::InferenceComponent'
      ? [block(endpoint.properties.RuntimeConfig)?.CopyCount]
      : variantsOf(graph, endpoint).map(({ InitialInstanceCount }) => InitialInstanceCount);
  return sizes.map((size) => ({ weight: 1, instances: number(size, context) }));
}

const instancesTooFew: Rule = {
  id: 'steps-need-instances',
  severity: 'error',
  why: 'Traffic moves with whole instances: a fleet of one has no smaller share.',
  source: GUARDRAILS,
  check(graph, context) {
    return guarded(graph).flatMap(({ endpoint, routing, rolling }) => {
      if (rolling === undefined && routing.Type !== 'CANARY' && routing.Type !== 'LINEAR') return [];
      const single = variantsOf(graph, endpoint).find(
        ({ InitialInstanceCount }) => number(InitialInstanceCount, context) === 1,
      );
      if (single === undefined) return [];
      const how = rolling === undefined ? String(routing.Type) : 'rolling';
      return {
        resource: endpoint,
        message: `InitialInstanceCount (1) of variant ${String(single.VariantName)}: at least 2 for a ${how} rollout. add an instance, or move all traffic at once`,
      };
    });
  },
};

const rollingUnsupported: Rule = {
  id: 'rolling-unsupported',
  severity: 'error',
  why: 'SageMaker does no rolling deployment of several variants or of serverless ones, and no rollout in steps on Inf1.',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-exclusions.html',
  check(graph) {
    return guarded(graph).flatMap(({ endpoint, routing, rolling }) => {
      const variants = variantsOf(graph, endpoint);
      const inferentia = variants.find(({ InstanceType }) => String(InstanceType).startsWith('ml.inf1.'));
      if (inferentia !== undefined && (rolling !== undefined || routing.Type !== 'ALL_AT_ONCE')) {
        return {
          resource: endpoint,
          message: `rollout (on ${String(inferentia.InstanceType)}): all at once whatever is said, without a bake. choose another instance type, or all at once`,
        };
      }
      if (rolling === undefined) return [];
      const reason =
        variants.length > 1
          ? `${variants.length} variants`
          : variants.some(({ ServerlessConfig }) => ServerlessConfig !== undefined)
            ? 'a serverless variant'
            : undefined;
      if (reason === undefined) return [];
      return { resource: endpoint, message: `rolling rollout (of ${reason}): not supported. choose a blue/green one` };
    });
  },
};

function variantsOf(graph: ResourceGraph, endpoint: GraphResource): Block[] {
  const [reference] = referencesIn(endpoint.properties.EndpointConfigName);
  const config = reference === undefined ? undefined : graph.get(reference.id);
  const variants = config?.properties.ProductionVariants;
  return Array.isArray(variants) ? (variants as Block[]) : [];
}

export const guardrailRules: readonly Rule[] = [
  stepSizeOutOfRange,
  routingWithoutSize,
  timeoutTooShort,
  instancesTooFew,
  rollingUnsupported,
];
