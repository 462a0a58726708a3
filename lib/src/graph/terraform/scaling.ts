import type { Properties } from '../../plan/plan';
import type { GraphResource } from '../resource-graph';
import { SCALABLE_TARGET, scalableTargetOf } from '../scalable-target';
import type { Reading } from './reading';

const SCHEDULED_ACTION = 'terraform:aws_appautoscaling_scheduled_action';
const METRICS = 'target_tracking_scaling_policy_configuration.customized_metric_specification.metrics';

export const scalingReadings: Readonly<Record<string, Reading>> = {
  aws_appautoscaling_target: {
    type: SCALABLE_TARGET,
    names: { role_arn: 'RoleARN' },
    attributes: {
      id: 'TerraformId',
      resource_id: 'ResourceId',
      scalable_dimension: 'ScalableDimension',
      service_namespace: 'ServiceNamespace',
    },
  },
  aws_appautoscaling_policy: {
    type: 'AWS::ApplicationAutoScaling::ScalingPolicy',
    names: {
      name: 'PolicyName',
      'step_scaling_policy_configuration.step_adjustment': 'StepAdjustments',
    },
    repeated: [
      'step_scaling_policy_configuration.step_adjustment',
      'target_tracking_scaling_policy_configuration.customized_metric_specification.dimensions',
      METRICS,
      `${METRICS}.metric_stat.metric.dimensions`,
    ],
    // CloudFormation's Ref of a policy is its ARN.
    attributes: { arn: 'Ref', name: 'PolicyName' },
    reshape: (properties) => numbers(properties, ['MetricIntervalLowerBound', 'MetricIntervalUpperBound']),
  },
};

/** What runs by the clock. */
export const schedulerReadings: Readonly<Record<string, Reading>> = {
  aws_scheduler_schedule: {
    type: 'AWS::Scheduler::Schedule',
    attributes: { name: 'Ref', arn: 'Arn' },
  },
  aws_scheduler_schedule_group: {
    type: 'AWS::Scheduler::ScheduleGroup',
    attributes: { name: 'Ref', arn: 'Arn' },
  },
};

/** A scheduled action is a resource of its own in Terraform, and a property of the target in CloudFormation. */
export function foldScheduledActions(resources: readonly GraphResource[]): GraphResource[] {
  const targets = resources.filter(({ type }) => type === SCALABLE_TARGET);
  const actions = new Map<string, Properties[]>();
  const rest = resources.filter((resource) => {
    const target = resource.type === SCHEDULED_ACTION ? scalableTargetOf(resource, targets) : undefined;
    if (target === undefined) return true;
    actions.set(target.id, [...(actions.get(target.id) ?? []), scheduledAction(resource.properties)]);
    return false;
  });
  return rest.map((resource) => {
    const own = actions.get(resource.id);
    return own === undefined
      ? resource
      : { ...resource, properties: { ...resource.properties, ScheduledActions: own } };
  });
}

/** Only what CloudFormation's scheduled action has; which target it is for is said by where it is. */
function scheduledAction(properties: Properties): Properties {
  const { Name, ResourceId: _id, ScalableDimension: _dimension, ServiceNamespace: _namespace, ...action } = properties;
  const capacity = ['MinCapacity', 'MaxCapacity'];
  return { ...(Name === undefined ? {} : { ScheduledActionName: Name }), ...numbers(action, capacity) };
}

/** The provider writes numbers that may be missing as text. */
function numbers<T>(value: T, names: readonly string[]): T {
  if (Array.isArray(value)) return value.map((item: unknown) => numbers(item, names)) as T;
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([name, item]: [string, unknown]) => [
    name,
    names.includes(name) && typeof item === 'string' && /^-?\d+(\.\d+)?$/.test(item)
      ? Number(item)
      : numbers(item, names),
  ]);
  return Object.fromEntries(entries) as T;
}
