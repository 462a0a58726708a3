import type { GraphResource, ResourceGraph } from '../graph/resource-graph';
import { endpointUpdate, guardrailsExclusion } from '../rollout/endpoint-update';
import type { VariantFleet } from '../rollout/traffic-shares';
import { trafficShares } from '../rollout/traffic-shares';
import type { Guarded } from './guarded';
import { guarded, variantsOf } from './guarded';
import type { Block } from './reading';
import { block, certain, number } from './reading';
import type { Rule, RuleContext } from './rule';
import { instanceTypesOf } from './variants/declared';

const GUARDRAILS = 'https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-configuration.html';
const EXCLUSIONS = 'https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-exclusions.html';

const timeoutTooShort: Rule = {
  id: 'deployment-timeout-too-short',
  severity: 'error',
  why: 'A deployment that waits longer than it may take is rolled back, however good the release is.',
  source: GUARDRAILS,
  check(graph, context) {
    return guarded(graph).flatMap((release) => {
      const { endpoint, blueGreen, rolling } = release;
      const policy = blueGreen ?? rolling;
      const timeout = number(policy?.MaximumExecutionTimeoutInSeconds, context);
      const waits = waitSeconds(graph, release, context);
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
  { endpoint, config, blueGreen, routing, rolling }: Guarded,
  context: RuleContext,
): number | undefined {
  const wait = number(routing.WaitIntervalInSeconds ?? rolling?.WaitIntervalInSeconds ?? 0, context);
  const last = number(blueGreen?.TerminationWaitInSeconds ?? 0, context);
  const bakes = bakesOf(graph, endpoint, config, context);
  return wait === undefined || last === undefined || bakes === undefined ? undefined : bakes * wait + last;
}

/** How often a deployment waits for alarms, as far as the template says; SageMaker does not say how it rounds linear shares. */
function bakesOf(
  graph: ResourceGraph,
  endpoint: GraphResource,
  config: Block,
  context: RuleContext,
): number | undefined {
  const { strategy, size } = endpointUpdate(config);
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

/** The rollout of an endpoint that SageMaker does not do as it is declared. */
function excluded(graph: ResourceGraph) {
  return guarded(graph).flatMap(({ endpoint, config, isDecided, alarmNames }) => {
    if (!isDecided) return [];
    const variants = variantsOf(graph, endpoint);
    const { strategy } = endpointUpdate(config);
    const exclusion = guardrailsExclusion(
      variants.map((variant) => ({
        instanceTypes: instanceTypesOf(variant),
        isServerless: certain(variant.ServerlessConfig) !== undefined,
      })),
      strategy === 'rolling',
    );
    if (exclusion === undefined) return [];
    // All at once is what SageMaker does on instances anyway: what is lost is the rollback.
    const hasSteps =
      strategy !== 'all-at-once' || variants.some((each) => certain(each.ServerlessConfig) !== undefined);
    return { endpoint, alarmNames, variants, strategy, exclusion, hasSteps };
  });
}

const guardrailsIgnored: Rule = {
  id: 'guardrails-do-not-hold',
  severity: 'error',
  why: 'SageMaker moves all traffic of serverless variants and of Inf1 at once, and of several variants where batches are asked for, without a bake, a rollback or a word.',
  source: EXCLUSIONS,
  check(graph) {
    return excluded(graph).flatMap(({ endpoint, variants, strategy, exclusion, hasSteps }) => {
      if (!hasSteps) return [];
      const count = `${variants.length} ${variants.length === 1 ? 'variant' : 'variants'}`;
      return {
        resource: endpoint,
        message:
          `${strategy} rollout (of ${count}): SageMaker moves all traffic at once whatever is said, because ` +
          `${exclusion.why}. ${exclusion.remedy}`,
      };
    });
  },
};

const rollbackIgnored: Rule = {
  id: 'rollback-does-not-hold',
  severity: 'warning',
  why: 'SageMaker does not bake a deployment on Inf1, so that no alarm rolls it back.',
  source: EXCLUSIONS,
  check(graph) {
    return excluded(graph).flatMap(({ endpoint, alarmNames: { length }, exclusion, hasSteps }) => {
      if (hasSteps || length === 0) return [];
      return {
        resource: endpoint,
        message: `rollback alarms (${length}): roll nothing back, because ${exclusion.why}. choose another instance type, or watch the alarms yourself`,
      };
    });
  },
};

export const guardrailRules: readonly Rule[] = [timeoutTooShort, instancesTooFew, guardrailsIgnored, rollbackIgnored];
