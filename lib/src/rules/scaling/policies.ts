import { ANNOTATION } from '../../contract/annotation';
import { scaledVariant } from '../../graph/scaled-variant';
import type { Properties } from '../../plan/plan';
import { PREDEFINED_METRICS } from '../../scaling/predefined-metrics';
import { TARGET_PERCENT, UTILIZATIONS } from '../../scaling/utilization';
import type { Block } from '../reading';
import { certain, entriesOf, mayHaveMore, number } from '../reading';
import type { Rule } from '../rule';
import { GUIDE, policiesOf, predefinedType, tracking } from './scaled';
import { instanceTypesOf } from '../variants/declared';

const metricOfAnother: Rule = {
  id: 'scaling-metric-of-another-dimension',
  severity: 'error',
  why: 'Application Auto Scaling refuses a predefined metric of another dimension, and one that is never published scales nothing.',
  source: 'https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PredefinedMetricSpecification.html',
  check(graph) {
    return policiesOf(graph).flatMap(({ policy, target, dimension }) => {
      const type = predefinedType(policy);
      if (typeof type !== 'string' || !Object.hasOwn(PREDEFINED_METRICS, type)) return [];
      const expected = PREDEFINED_METRICS[type].dimension;
      if (typeof dimension === 'string' && dimension !== expected) {
        return {
          resource: policy,
          message: `metric (${type}): of ${expected}, not of ${dimension}. choose a metric of that dimension`,
        };
      }
      const configuration = target === undefined ? undefined : scaledVariant(target, graph)?.configuration;
      if (configuration?.properties.AsyncInferenceConfig === undefined) return [];
      return {
        resource: policy,
        message: `metric (${type}): not published of an asynchronous endpoint, so that nothing scales. track ApproximateBacklogSizePerInstance`,
      };
    });
  },
};

const typeUnsupported: Rule = {
  id: 'scaling-policy-unsupported',
  severity: 'error',
  why: 'Step scaling is refused for Lambda, and predictive scaling for all but Amazon ECS.',
  source: 'https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScalingPolicy.html',
  check(graph) {
    return policiesOf(graph).flatMap(({ policy, dimension }) => {
      const type = policy.properties.PolicyType;
      const service = String(dimension).split(':')[0];
      const isRefused =
        (type === 'StepScaling' && service === 'lambda') ||
        (type === 'PredictiveScaling' && (service === 'lambda' || service === 'sagemaker'));
      if (!isRefused) return [];
      return {
        resource: policy,
        message: `PolicyType (${String(type)}): not for ${String(dimension)}. track a target, or schedule the capacity`,
      };
    });
  },
};

/** A target of so much of one device is rather one of all of them. */
const ONE_DEVICE = 100;

const notNormalised: Rule = {
  id: 'utilization-not-normalised',
  severity: 'warning',
  why: 'Utilization of processors and GPUs is summed over the devices of an instance: 70 on four GPUs is 17.5 % of each.',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html',
  check(graph, context) {
    return policiesOf(graph).flatMap(({ policy, target }) => {
      const note = policy.attributes?.[ANNOTATION] as Properties | undefined;
      if (target === undefined || note?.[TARGET_PERCENT] !== undefined) return [];
      const { CustomizedMetricSpecification, TargetValue } = tracking(policy);
      const percent = number(TargetValue, context);
      const name = certain(CustomizedMetricSpecification)?.MetricName;
      const devices = Object.values(UTILIZATIONS).find(({ metric }) => metric === name)?.devices;
      // Of pools, that with the most devices: the others are the further from the target.
      const [most] = instanceTypesOf(scaledVariant(target, graph)?.variant ?? {})
        .flatMap((type) => (typeof type === 'string' ? { type, count: devices?.count(type) ?? 0 } : []))
        .sort((a, b) => b.count - a.count);
      if (devices === undefined || most === undefined || most.count < 2) return [];
      const { type: instanceType, count } = most;
      if (percent === undefined || percent > ONE_DEVICE) return [];
      const share = Math.round((10 * percent) / count) / 10;
      return {
        resource: policy,
        message:
          `TargetValue (${percent}) of ${String(name)}: the sum over the ${count} ${devices.name} of ${instanceType}, ` +
          `so that it is ${share} % of each. multiply the target by ${count}`,
      };
    });
  },
};

const stepsIncomplete: Rule = {
  id: 'scaling-steps-invalid',
  severity: 'error',
  why: 'Application Auto Scaling refuses steps with a gap, an overlap, two open ends on a side, or more than 20.',
  source: `${GUIDE}application-auto-scaling-step-scaling-policies.html`,
  check(graph) {
    return policiesOf(graph).flatMap(({ policy }) => {
      const steps = certain(policy.properties.StepScalingPolicyConfiguration)?.StepAdjustments;
      const fault = mayHaveMore(steps) ? undefined : stepsFault(entriesOf(steps));
      return fault === undefined ? [] : { resource: policy, message: fault };
    });
  },
};

const MAX_STEPS = 20;

function stepsFault(steps: readonly Block[]): string | undefined {
  if (steps.length > MAX_STEPS) return `StepAdjustments (${steps.length}): at most ${MAX_STEPS}. merge some`;
  const ranges = steps.map((step) => ({
    lower: bound(step.MetricIntervalLowerBound, -Infinity),
    upper: bound(step.MetricIntervalUpperBound, Infinity),
  }));
  if (ranges.some(({ lower, upper }) => Number.isNaN(lower) || Number.isNaN(upper))) return undefined;
  const sorted = [...ranges].sort((a, b) => a.lower - b.lower);
  for (const [i, { lower }] of sorted.entries()) {
    if (i === 0 || lower === sorted[i - 1].upper) continue;
    const what = lower > sorted[i - 1].upper ? 'a gap' : 'an overlap';
    return `StepAdjustments (${what} at ${lower}): each must begin where the one before ends. move a bound`;
  }
  return undefined;
}

function bound(value: unknown, open: number): number {
  return value === undefined ? open : Number(value);
}

export const policyRules: readonly Rule[] = [metricOfAnother, typeUnsupported, notNormalised, stepsIncomplete];
