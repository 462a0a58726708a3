import type { GraphResource, ResourceGraph } from '../graph/resource-graph';
import { guarded } from './guarded';
import type { Fleet } from './fleets';
import { fleetsOf } from './fleets';
import { block, certain, isGiven, number, text } from './reading';
import type { Finding, Rule, RuleContext } from './rule';

const ROUTING = 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TrafficRoutingConfig.html';

/** Shares of the capacity that a step may take, in percent. SageMaker documents no lower bound of a canary. */
const STEPS = [
  { name: 'CanarySize', type: 'CANARY', least: 1, most: 50 },
  { name: 'LinearStepSize', type: 'LINEAR', least: 10, most: 50 },
] as const;
const BATCH = { name: 'MaximumBatchSize', least: 5, most: 50 } as const;
/** No range of it is documented but that of a share. */
const ROLLBACK_BATCH = { name: 'RollbackMaximumBatchSize', least: 1, most: 100 } as const;

interface Limit {
  readonly name: string;
  readonly least: number;
  readonly most: number;
}

const stepSizeOutOfRange: Rule = {
  id: 'step-size-out-of-range',
  severity: 'error',
  why: 'SageMaker refuses a canary above half of the capacity, linear steps outside 10 to 50 % and batches outside 5 to 50 %, in percent or by number.',
  source: ROUTING,
  check(graph, context) {
    return guarded(graph).flatMap(({ endpoint, routing, rolling }) => [
      ...STEPS.flatMap((step) => outOfRange(graph, endpoint, step, routing[step.name], context)),
      ...outOfRange(graph, endpoint, BATCH, rolling?.MaximumBatchSize, context),
      ...shareOutOfRange(endpoint, ROLLBACK_BATCH, rolling?.RollbackMaximumBatchSize, context),
    ]);
  },
};

function outOfRange(
  graph: ResourceGraph,
  resource: GraphResource,
  limit: Limit,
  size: unknown,
  context: RuleContext,
): Finding[] {
  const { Type, Value } = block(size) ?? {};
  const value = number(Value, context);
  // Those of a component are copies, which rules on components count.
  if (Type !== 'INSTANCE_COUNT' || value === undefined) return shareOutOfRange(resource, limit, size, context);
  return fleetsOf(graph, resource, context)
    .flatMap((fleet) => countOutOfRange(resource, limit, value, fleet))
    .slice(0, 1);
}

function shareOutOfRange(resource: GraphResource, limit: Limit, size: unknown, context: RuleContext): Finding[] {
  const { Type, Value } = block(size) ?? {};
  const percent = number(Value, context);
  return Type !== 'CAPACITY_PERCENT' || percent === undefined ? [] : percentOutOfRange(resource, limit, percent);
}

function percentOutOfRange(resource: GraphResource, { name, least, most }: Limit, percent: number): Finding[] {
  if (percent >= least && percent <= most) return [];
  const message = `${name} (${percent} %): from ${least} to ${most} % of the capacity. choose a share in that range`;
  return [{ resource, message }];
}

/** A fleet of one has no share at all, which another rule says. */
function countOutOfRange(
  resource: GraphResource,
  { name, least, most }: Limit,
  count: number,
  { variantName, fewest, largest }: Fleet,
): Finding[] {
  const [low, high] = [Math.ceil((least * fewest) / 100), Math.floor((most * largest) / 100)];
  if (largest < 2 || (count >= low && count <= high)) return [];
  const fleet = fewest === largest ? largest : `${fewest} to ${largest}`;
  return [
    {
      resource,
      message:
        `${name} (${count} of ${fleet} instances of variant ${String(variantName)}): from ${least} to ${most} % of the capacity, so from ${low} to ${high}. ` +
        'choose a number in that range',
    },
  ];
}

const routingWithoutSize: Rule = {
  id: 'routing-without-step-size',
  severity: 'error',
  why: 'A canary or linear rollout without the size of its step, or with that of the other, is refused.',
  source: ROUTING,
  check(graph, context) {
    return guarded(graph).flatMap(({ endpoint, routing }) => {
      const declared = text(routing.Type, context);
      return STEPS.flatMap(({ name, type }) => {
        if (declared === type && isGiven(routing[name]) === false) {
          return { resource: endpoint, message: `${name} (none): needed with type ${type}. say how much a step takes` };
        }
        if (declared !== undefined && declared !== type && certain(routing[name]) !== undefined) {
          return {
            resource: endpoint,
            message: `${name} (with type ${declared}): only with type ${type}. remove it, or change the type`,
          };
        }
        return [];
      });
    });
  },
};

const twoPolicies: Rule = {
  id: 'two-update-policies',
  severity: 'error',
  why: 'SageMaker refuses a deployment that is both blue/green and rolling.',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeploymentConfig.html',
  check(graph) {
    return guarded(graph)
      .filter(({ blueGreen, rolling }) => blueGreen !== undefined && rolling !== undefined)
      .map(({ endpoint }) => ({
        resource: endpoint,
        message: 'DeploymentConfig (BlueGreenUpdatePolicy and RollingUpdatePolicy): only one of them. remove the other',
      }));
  },
};

/** What a step of a deployment takes. */
export const stepSizeRules: readonly Rule[] = [stepSizeOutOfRange, routingWithoutSize, twoPolicies];
