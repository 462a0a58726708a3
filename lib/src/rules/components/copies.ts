import type { HostedComponent } from '../../graph/hosted-component';
import { componentsOf } from '../../graph/hosted-component';
import type { GraphResource, ResourceGraph } from '../../graph/resource-graph';
import { referencesIn } from '../../plan/plan';
import { sizesOf } from '../fleets';
import { metricsOf } from '../release';
import { block, number } from '../reading';
import type { Rule, RuleContext } from '../rule';
import { policiesOf } from '../scaling/scaled';
import { reachesZero } from '../scaling/schedules';

const ZERO = 'https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-zero-instances.html';

const neverWakes: Rule = {
  id: 'component-never-wakes',
  severity: 'warning',
  why: 'Only a failed request tells that a component without copies is needed: every one fails until someone scales by hand.',
  source: ZERO,
  check(graph, context) {
    return componentsOf(graph).flatMap((hosted) => {
      const { component, target } = hosted;
      const copies = number(block(component.properties.RuntimeConfig)?.CopyCount, context);
      if (target === undefined && copies === 0) {
        return {
          resource: component,
          message:
            'CopyCount (0): nothing scales the component, so it never answers. register its copies with Application Auto Scaling, or run one',
        };
      }
      // A target without any step policy is reported by itself.
      const steps = stepsOf(hosted, graph);
      if (target === undefined || !reachesZero(target.properties) || steps.length === 0) return [];
      if (isStartedByFailures(steps, graph)) return [];
      return {
        resource: target,
        message:
          'MinCapacity (0): no alarm on NoCapacityInvocationFailures calls its step scaling policy, so nothing adds the first copy. add one, or keep one copy',
      };
    });
  },
};

function stepsOf({ target }: HostedComponent, graph: ResourceGraph): GraphResource[] {
  return policiesOf(graph)
    .filter((each) => each.target === target && (each.policy.properties.PolicyType ?? 'StepScaling') === 'StepScaling')
    .map(({ policy }) => policy);
}

function isStartedByFailures(steps: readonly GraphResource[], graph: ResourceGraph): boolean {
  return graph.ofType('AWS::CloudWatch::Alarm').some((alarm) => {
    const watches = metricsOf(alarm).some(({ name }) => name === 'NoCapacityInvocationFailures');
    return (
      watches && referencesIn(alarm.properties.AlarmActions).some(({ id }) => steps.some((step) => step.id === id))
    );
  });
}

const madeWithoutCopies: Rule = {
  id: 'component-made-without-copies',
  severity: 'warning',
  why: 'SageMaker makes no component without a copy: a deployment that creates one fails.',
  source: ZERO,
  check(graph, context) {
    return componentsOf(graph).flatMap(({ component }) => {
      if (number(block(component.properties.RuntimeConfig)?.CopyCount, context) !== 0) return [];
      return {
        resource: component,
        message:
          'CopyCount (0): at least 1 when a component is made. set 1, and let Application Auto Scaling take it to none',
      };
    });
  },
};

const withoutRollback: Rule = {
  id: 'component-without-rollback',
  severity: 'warning',
  why: 'Without a deployment configuration, no alarm rolls a new release of a component back.',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_InferenceComponentDeploymentConfig.html',
  check(graph) {
    return componentsOf(graph).flatMap(({ component }) => {
      if (component.properties.DeploymentConfig !== undefined) return [];
      return {
        resource: component,
        message:
          'DeploymentConfig (none): nothing rolls a release back. roll it out in batches, watched by alarms, with two copies or more',
      };
    });
  },
};

/** SageMaker: what a batch may take of the copies, in percent. */
const BATCH = { LEAST: 5, MOST: 50 } as const;

/** How many copies a batch takes where it counts them, and how many there may be when it does. */
interface CountedBatch {
  readonly component: GraphResource;
  readonly size: number;
  readonly copies: string;
  readonly fewest: number;
  readonly largest: number;
}

/** Shares of the capacity are read by a rule on step sizes. */
function countedBatches(graph: ResourceGraph, context: RuleContext): CountedBatch[] {
  return componentsOf(graph).flatMap(({ component, target }) => {
    const policy = block(block(component.properties.DeploymentConfig)?.RollingUpdatePolicy);
    const { Type, Value } = block(policy?.MaximumBatchSize) ?? {};
    const size = number(Value, context);
    const sizes = sizesOf(block(component.properties.RuntimeConfig)?.CopyCount, target, context);
    if (Type !== 'COPY_COUNT' || size === undefined || sizes === undefined) return [];
    const [fewest, largest] = [Math.min(...sizes), Math.max(...sizes)];
    const copies = fewest === largest ? `CopyCount (${largest})` : `the copies (${fewest} to ${largest})`;
    return { component, size, copies, fewest, largest };
  });
}

const batchTooLarge: Rule = {
  id: 'component-batch-too-large',
  severity: 'error',
  why: 'SageMaker refuses a batch of more than half of the copies.',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_InferenceComponentRollingUpdatePolicy.html',
  check(graph, context) {
    return countedBatches(graph, context).flatMap(({ component, size, copies, largest }) => {
      if (size <= (BATCH.MOST * largest) / 100) return [];
      return {
        resource: component,
        message: `MaximumBatchSize (${size} copies): at most half of ${copies}. replace fewer at a time, or run more copies`,
      };
    });
  },
};

const batchTooSmall: Rule = {
  id: 'component-batch-too-small',
  severity: 'error',
  why: 'SageMaker refuses a batch of less than 5 % of the copies.',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_InferenceComponentRollingUpdatePolicy.html',
  check(graph, context) {
    return countedBatches(graph, context).flatMap(({ component, size, copies, fewest }) => {
      const least = Math.max(1, Math.ceil((BATCH.LEAST * fewest) / 100));
      if (size >= least) return [];
      return {
        resource: component,
        message: `MaximumBatchSize (${size} ${size === 1 ? 'copy' : 'copies'}): at least ${BATCH.LEAST} % of ${copies}, so ${least} or more. replace more at a time`,
      };
    });
  },
};

export const copyRules: readonly Rule[] = [
  neverWakes,
  madeWithoutCopies,
  withoutRollback,
  batchTooLarge,
  batchTooSmall,
];
