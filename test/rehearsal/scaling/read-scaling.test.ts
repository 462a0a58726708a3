import { graphOfTemplate } from '@inference-constructs/core/out/graph/cloudformation';
import { graphOfTerraform } from '@inference-constructs/core/out/graph/terraform';
import type { ScalingInput } from '@inference-constructs/rehearsal/scaling/scaling-input';
import { readScaling } from '@inference-constructs/rehearsal/scaling/read-scaling';

const DIMENSION = 'sagemaker:variant:DesiredInstanceCount';
const TARGET = 'AWS::ApplicationAutoScaling::ScalableTarget';
const POLICY = 'AWS::ApplicationAutoScaling::ScalingPolicy';

const variants = [{ VariantName: 'live', InitialInstanceCount: 2 }];
const template = {
  Resources: {
    Config: { Type: 'AWS::SageMaker::EndpointConfig', Properties: { ProductionVariants: variants } },
    Endpoint: {
      Type: 'AWS::SageMaker::Endpoint',
      Properties: { EndpointConfigName: { 'Fn::GetAtt': ['Config', 'EndpointConfigName'] } },
    },
    Target: {
      Type: TARGET,
      Properties: {
        ServiceNamespace: 'sagemaker',
        ScalableDimension: DIMENSION,
        ResourceId: {
          'Fn::Join': ['', ['endpoint/', { 'Fn::GetAtt': ['Endpoint', 'EndpointName'] }, '/variant/live']],
        },
        MinCapacity: 1,
        MaxCapacity: 8,
        ScheduledActions: [
          { ScheduledActionName: 'morning', Schedule: 'cron(0 7 * * ? *)', ScalableTargetAction: { MinCapacity: 4 } },
        ],
      },
    },
    Tracking: {
      Type: POLICY,
      Properties: {
        PolicyType: 'TargetTrackingScaling',
        ScalingTargetId: { Ref: 'Target' },
        TargetTrackingScalingPolicyConfiguration: {
          TargetValue: 70,
          ScaleInCooldown: 600,
          PredefinedMetricSpecification: { PredefinedMetricType: 'SageMakerVariantInvocationsPerInstance' },
        },
      },
    },
    Stepping: {
      Type: POLICY,
      Properties: {
        PolicyType: 'StepScaling',
        ScalingTargetId: { Ref: 'Target' },
        StepScalingPolicyConfiguration: {
          AdjustmentType: 'ChangeInCapacity',
          StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 1 }],
        },
      },
    },
    Alarm: {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: {
        Namespace: 'AWS/SageMaker',
        MetricName: 'Invocations',
        Statistic: 'Sum',
        Period: 60,
        EvaluationPeriods: 2,
        Threshold: 500,
        ComparisonOperator: 'GreaterThanThreshold',
        AlarmActions: [{ Ref: 'Stepping' }],
      },
    },
  },
};

const terraform = {
  resource: {
    aws_sagemaker_endpoint_configuration: {
      config: { production_variants: [{ variant_name: 'live', initial_instance_count: 2 }] },
    },
    aws_sagemaker_endpoint: {
      endpoint: { endpoint_config_name: '${aws_sagemaker_endpoint_configuration.config.name}' },
    },
    aws_appautoscaling_target: {
      target: {
        service_namespace: 'sagemaker',
        scalable_dimension: DIMENSION,
        resource_id: 'endpoint/${aws_sagemaker_endpoint.endpoint.name}/variant/live',
        min_capacity: 1,
        max_capacity: 8,
      },
    },
    aws_appautoscaling_policy: {
      tracking: {
        name: 'tracking',
        policy_type: 'TargetTrackingScaling',
        service_namespace: '${aws_appautoscaling_target.target.service_namespace}',
        scalable_dimension: '${aws_appautoscaling_target.target.scalable_dimension}',
        resource_id: '${aws_appautoscaling_target.target.resource_id}',
        target_tracking_scaling_policy_configuration: [
          {
            target_value: 70,
            scale_in_cooldown: 600,
            predefined_metric_specification: [{ predefined_metric_type: 'SageMakerVariantInvocationsPerInstance' }],
          },
        ],
      },
      stepping: {
        name: 'stepping',
        policy_type: 'StepScaling',
        service_namespace: 'sagemaker',
        scalable_dimension: DIMENSION,
        resource_id: 'endpoint/${aws_sagemaker_endpoint.endpoint.name}/variant/live',
        step_scaling_policy_configuration: {
          adjustment_type: 'ChangeInCapacity',
          step_adjustment: { metric_interval_lower_bound: '0', scaling_adjustment: 1 },
        },
      },
    },
    aws_appautoscaling_scheduled_action: {
      morning: {
        name: 'morning',
        service_namespace: '${aws_appautoscaling_target.target.service_namespace}',
        scalable_dimension: '${aws_appautoscaling_target.target.scalable_dimension}',
        resource_id: '${aws_appautoscaling_target.target.resource_id}',
        schedule: 'cron(0 7 * * ? *)',
        scalable_target_action: { min_capacity: '4' },
      },
    },
    aws_cloudwatch_metric_alarm: {
      alarm: {
        alarm_name: 'alarm',
        namespace: 'AWS/SageMaker',
        metric_name: 'Invocations',
        statistic: 'Sum',
        period: 60,
        evaluation_periods: 2,
        threshold: 500,
        comparison_operator: 'GreaterThanThreshold',
        alarm_actions: ['${aws_appautoscaling_policy.stepping.arn}'],
      },
    },
  },
};

/** What can be compared: no functions, no paths. */
function plain({ target, policies, scheduledActions }: ScalingInput) {
  const { path: _, ...bounds } = target;
  return {
    ...bounds,
    policies: policies.map((policy) =>
      policy.kind === 'target-tracking'
        ? [policy.targetValue, policy.scaleOutCooldownSeconds, policy.scaleInCooldownSeconds, policy.disableScaleIn]
        : [policy.scaling, policy.cooldownSeconds, policy.alarm.threshold, policy.alarm.window.evaluationPeriods],
    ),
    scheduledActions: scheduledActions.map(({ schedule: __, ...action }) => action),
  };
}

test.each([
  ['CloudFormation', () => graphOfTemplate(template)],
  ['Terraform', () => graphOfTerraform(terraform)],
])('reads what scales from %s', (_, graph) => {
  const { inputs, notPlayed } = readScaling(graph());
  expect(notPlayed).toEqual([]);
  expect(inputs.map(plain)).toEqual([
    {
      dimension: DIMENSION,
      minCapacity: 1,
      maxCapacity: 8,
      initialCapacity: 2,
      policies: [
        [70, 300, 600, false],
        [{ adjustmentType: 'ChangeInCapacity', steps: [{ lower: 0, adjustment: 1 }] }, 300, 500, 2],
      ],
      scheduledActions: [{ name: 'morning', minCapacity: 4 }],
    },
  ]);
});

describe('what cannot be played is listed', () => {
  type Properties = Record<string, unknown>;
  type Edit = (properties: Properties) => void;

  function edited(id: keyof typeof template.Resources, edit: Edit) {
    const copy = structuredClone(template) as unknown as {
      Resources: Record<string, { Type: string; Properties: Properties }>;
    };
    edit(copy.Resources[id].Properties);
    return readScaling(graphOfTemplate(copy)).notPlayed.map(({ path, reason }) => `${path}: ${reason}`);
  }

  test.each<[keyof typeof template.Resources, Edit, string]>([
    [
      'Target',
      (p) => (p.ScalableDimension = 'ecs:service:DesiredCount'),
      'Target: cannot play the dimension ecs:service:DesiredCount',
    ],
    ['Target', (p) => (p.MaxCapacity = { Ref: 'Most' }), 'Target: cannot play MaxCapacity @{Most.Ref}'],
    [
      'Tracking',
      (p) => (p.PolicyType = 'PredictiveScaling'),
      'Tracking: cannot play the policy type PredictiveScaling',
    ],
    [
      'Tracking',
      (p) => (p.ScalingTargetId = 'elsewhere'),
      'Tracking: the scalable target that it names is not declared here',
    ],
    [
      'Tracking',
      (p) =>
        (p.TargetTrackingScalingPolicyConfiguration = {
          TargetValue: 1,
          PredefinedMetricSpecification: { PredefinedMetricType: 'LambdaProvisionedConcurrencyUtilization' },
        }),
      `Tracking: cannot play the metric LambdaProvisionedConcurrencyUtilization of ${DIMENSION}`,
    ],
    [
      'Alarm',
      (p) => (p.AlarmActions = []),
      'Stepping: cannot play a step scaling policy that no alarm declared here calls',
    ],
    [
      'Target',
      (p) => (p.ScheduledActions = [{ ScheduledActionName: 'x', Schedule: 'cron(whenever)' }]),
      'Target: cannot play cron(whenever), which has 1 fields, not 6',
    ],
  ])('%s', (id, edit, reason) => expect(edited(id, edit)).toEqual([reason]));

  test('a scheduled action of a target that is elsewhere', () => {
    const action = { name: 'x', resource_id: 'endpoint/e/variant/v', schedule: 'rate(1 day)' };
    const graph = graphOfTerraform({ resource: { aws_appautoscaling_scheduled_action: { x: action } } });
    expect(readScaling(graph).notPlayed).toEqual([
      {
        path: 'aws_appautoscaling_scheduled_action.x',
        type: 'terraform:aws_appautoscaling_scheduled_action',
        reason: 'the scalable target that it names is not declared here',
      },
    ]);
  });
});
