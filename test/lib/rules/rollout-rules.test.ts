import { graphOfTemplate } from '@inference-constructs/core/out/graph/cloudformation';
import type { Template } from '@inference-constructs/core/out/graph/cloudformation';
import { codeDeployRules } from '@inference-constructs/core/out/rules/codedeploy';
import { breaches, describeBreach } from '@inference-constructs/core/out/rules/engine';
import { guardrailRules } from '@inference-constructs/core/out/rules/guardrails';
import { stepSizeRules } from '@inference-constructs/core/out/rules/step-sizes';
import { isUnresolvedValue } from '@inference-constructs/core/out/rules/unresolved';
import { UNKNOWN } from './support/broken';

const RULES = [...stepSizeRules, ...guardrailRules, ...codeDeployRules];

function broken(resources: Record<string, unknown>): string[] {
  const graph = graphOfTemplate({ Resources: resources } as Template);
  return breaches(graph, { isUnresolved: isUnresolvedValue }, RULES).map(describeBreach);
}

const percent = (Value: unknown) => ({ Type: 'CAPACITY_PERCENT', Value });
const VARIANT = { VariantName: 'live', InstanceType: 'ml.c7i.large', InitialInstanceCount: 2 };

/** An endpoint with a deployment configuration, and its variants. */
function endpoint(policy: object, variants: object[] = [VARIANT]) {
  return {
    Endpoint: {
      Type: 'AWS::SageMaker::Endpoint',
      Properties: {
        EndpointConfigName: { 'Fn::GetAtt': ['Config', 'EndpointConfigName'] },
        DeploymentConfig: policy,
      },
    },
    Config: { Type: 'AWS::SageMaker::EndpointConfig', Properties: { ProductionVariants: variants } },
  };
}

const blueGreen = (routing: object, policy: object = {}) => ({
  BlueGreenUpdatePolicy: { TrafficRoutingConfiguration: { WaitIntervalInSeconds: 600, ...routing }, ...policy },
});
const canary = (value: unknown = 10, policy: object = {}) =>
  blueGreen({ Type: 'CANARY', CanarySize: percent(value) }, policy);
const linear = (value: unknown, policy: object = {}) =>
  blueGreen({ Type: 'LINEAR', LinearStepSize: percent(value) }, policy);
const rolling = (value: unknown, policy: object = {}) => ({
  RollingUpdatePolicy: { MaximumBatchSize: percent(value), WaitIntervalInSeconds: 600, ...policy },
});
/** A component whose copies are replaced in batches, ten minutes apart. */
const component = (MaximumBatchSize: object, CopyCount: number, seconds: number) => ({
  Component: {
    Type: 'AWS::SageMaker::InferenceComponent',
    Properties: {
      RuntimeConfig: { CopyCount },
      DeploymentConfig: {
        RollingUpdatePolicy: { MaximumBatchSize, WaitIntervalInSeconds: 600, ...timeout(seconds) },
      },
    },
  },
});
const timeout = (MaximumExecutionTimeoutInSeconds: unknown) => ({ MaximumExecutionTimeoutInSeconds });

const instances = (Value: unknown) => ({ Type: 'INSTANCE_COUNT', Value });
const canaryOf = (value: unknown) => blueGreen({ Type: 'CANARY', CanarySize: instances(value) });
const linearOf = (value: unknown) => blueGreen({ Type: 'LINEAR', LinearStepSize: instances(value) });
const rollingOf = (value: unknown) => ({
  RollingUpdatePolicy: { MaximumBatchSize: instances(value), WaitIntervalInSeconds: 600 },
});
const fleet = (InitialInstanceCount: unknown, more: object = {}) => [{ ...VARIANT, InitialInstanceCount, ...more }];
/** The same, and its instances scale. */
const scaling = (resources: object, bounds: object) => ({
  ...resources,
  Target: {
    Type: 'AWS::ApplicationAutoScaling::ScalableTarget',
    Properties: {
      ScalableDimension: 'sagemaker:variant:DesiredInstanceCount',
      ResourceId: { 'Fn::Sub': 'endpoint/${Endpoint.EndpointName}/variant/live' },
      ...bounds,
    },
  },
});
const serverless = [{ VariantName: 'live', ServerlessConfig: {} }];
const inf1 = [{ ...VARIANT, InstanceType: 'ml.inf1.xlarge' }];
const alarmed = (policy: object) => ({ ...policy, AutoRollbackConfiguration: { Alarms: [{ AlarmName: 'errors' }] } });
const AT_ONCE = blueGreen({ Type: 'ALL_AT_ONCE' });
const AT_ONCE_ROUTING = { Type: 'ALL_AT_ONCE' };
const policies = (unknown: unknown) => ({ BlueGreenUpdatePolicy: unknown, RollingUpdatePolicy: unknown });
const routed = (unknown: unknown) => ({ TrafficRoutingConfiguration: unknown });
const shaped = (ServerlessConfig: unknown) => [{ ...VARIANT, ServerlessConfig }];
const OTHER = { ...VARIANT, VariantName: 'other' };
const NO_VALUE = { Ref: 'AWS::NoValue' };
const oneOf = (first: unknown, second: unknown = NO_VALUE) => ({ 'Fn::If': ['IsProd', first, second] });

test.each([
  ['a canary', endpoint(canary(50, timeout(3000)))],
  ['a linear rollout', endpoint(linear(10, timeout(6001)))],
  ['a rolling one', endpoint(rolling(5, timeout(12_001)))],
  ['one in as many batches as there are instances', endpoint(rolling(5, timeout(1201)))],
  [
    'all at once on one instance',
    endpoint(blueGreen({ Type: 'ALL_AT_ONCE' }), [{ ...VARIANT, InitialInstanceCount: 1 }]),
  ],
  [
    'all at once on Inf1',
    endpoint(blueGreen({ Type: 'ALL_AT_ONCE' }), [{ ...VARIANT, InstanceType: 'ml.inf1.xlarge' }]),
  ],
  [
    'a share by number of instances',
    endpoint(blueGreen({ Type: 'CANARY', CanarySize: { Type: 'INSTANCE_COUNT', Value: 1 } })),
  ],
  ['half of the instances', endpoint(canaryOf(2), fleet(5))],
  ['a tenth of the instances at a time', endpoint(linearOf(1), fleet(10))],
  ['a twentieth of the instances at a time', endpoint(rollingOf(1), fleet(20))],
  [
    'half of what the instances may scale to',
    scaling(endpoint(canaryOf(4), fleet(2)), { MinCapacity: 2, MaxCapacity: 8 }),
  ],
  [
    'instances of which nothing is known',
    scaling(endpoint(canaryOf(4), fleet(2)), { MinCapacity: 2, MaxCapacity: { Ref: 'Most' } }),
  ],
  ['more than half of an unknown fleet', endpoint(canaryOf(4), fleet({ Ref: 'Count' }))],
  ['an unknown number of instances', endpoint(canaryOf({ Ref: 'Count' }), fleet(2))],
  ['what is not known', endpoint(canary({ Ref: 'Percent' }, timeout({ Ref: 'Timeout' })))],
  ['no configuration', endpoint(undefined as never)],
  ['a variant without a serverless shape', endpoint(canary(), [{ ...VARIANT, ServerlessConfig: NO_VALUE }])],
  ['a policy beside one that is left out', endpoint({ ...canary(), RollingUpdatePolicy: NO_VALUE }, [VARIANT, OTHER])],
  ['a size beside one that is left out', endpoint(blueGreen({ ...AT_ONCE_ROUTING, CanarySize: NO_VALUE }))],
  ['batches of a variant beside one that may be', endpoint(rolling(50), [VARIANT, oneOf(OTHER)])],
  ['a choice of configurations', endpoint(oneOf(canary()), serverless)],
  [
    'a choice of policies',
    endpoint({
      BlueGreenUpdatePolicy: oneOf(canary().BlueGreenUpdatePolicy),
      RollingUpdatePolicy: oneOf(NO_VALUE, rolling(50).RollingUpdatePolicy),
    }),
  ],
  ['variants that a condition chooses', endpoint(rolling(50), oneOf([VARIANT], [OTHER]) as never)],
  ...UNKNOWN.flatMap((unknown): [string, Record<string, unknown>][] => [
    [`a configuration of ${JSON.stringify(unknown)}`, endpoint(unknown, serverless)],
    [`policies of ${JSON.stringify(unknown)}`, endpoint(policies(unknown), [VARIANT, OTHER])],
    [`batches of ${JSON.stringify(unknown)}`, endpoint({ ...canary(), RollingUpdatePolicy: unknown })],
    [`a serverless shape of ${JSON.stringify(unknown)}`, endpoint(canary(), shaped(unknown))],
    [`a serverless shape of ${JSON.stringify(unknown)}, at once`, endpoint(alarmed(AT_ONCE), shaped(unknown))],
    [`routing of ${JSON.stringify(unknown)}`, endpoint({ BlueGreenUpdatePolicy: routed(unknown) })],
    [`a type of ${JSON.stringify(unknown)}`, endpoint(blueGreen({ Type: unknown, CanarySize: percent(10) }))],
    [`a size of ${JSON.stringify(unknown)}`, endpoint(blueGreen({ Type: 'CANARY', CanarySize: unknown }))],
    [
      `another size of ${JSON.stringify(unknown)}`,
      endpoint(blueGreen({ ...AT_ONCE_ROUTING, LinearStepSize: unknown })),
    ],
  ]),
])('%s breaks no rule', (_, resources) => {
  expect(broken(resources)).toEqual([]);
});

test.each([
  [
    endpoint(canary(51)),
    '[step-size-out-of-range] Endpoint: CanarySize (51 %): from 1 to 50 % of the capacity. choose a share in that range',
  ],
  [
    endpoint(linear('9')),
    '[step-size-out-of-range] Endpoint: LinearStepSize (9 %): from 10 to 50 % of the capacity. choose a share in that range',
  ],
  [
    endpoint(rolling(4)),
    '[step-size-out-of-range] Endpoint: MaximumBatchSize (4 %): from 5 to 50 % of the capacity. choose a share in that range',
  ],
  [
    endpoint(blueGreen({ Type: 'CANARY' })),
    '[routing-without-step-size] Endpoint: CanarySize (none): needed with type CANARY. say how much a step takes',
  ],
  [
    endpoint(blueGreen({ Type: 'CANARY', CanarySize: NO_VALUE })),
    '[routing-without-step-size] Endpoint: CanarySize (none): needed with type CANARY. say how much a step takes',
  ],
  [
    endpoint({ ...canary(10, timeout(600)), RollingUpdatePolicy: NO_VALUE }),
    '[deployment-timeout-too-short] Endpoint: MaximumExecutionTimeoutInSeconds (600): must exceed all waits together (1200 s), by the time that instances take to start. raise it, or wait less',
  ],
  [
    endpoint(blueGreen({ Type: 'ALL_AT_ONCE', LinearStepSize: percent(10) })),
    '[routing-without-step-size] Endpoint: LinearStepSize (with type ALL_AT_ONCE): only with type LINEAR. remove it, or change the type',
  ],
  [
    endpoint(linear(20, { ...timeout(3300), TerminationWaitInSeconds: 300 })),
    '[deployment-timeout-too-short] Endpoint: MaximumExecutionTimeoutInSeconds (3300): must exceed all waits together (3300 s), by the time that instances take to start. raise it, or wait less',
  ],
  [
    endpoint(rolling(50, timeout(1800)), [{ ...VARIANT, InitialInstanceCount: 3 }]),
    '[deployment-timeout-too-short] Endpoint: MaximumExecutionTimeoutInSeconds (1800): must exceed all waits together (1800 s), by the time that instances take to start. raise it, or wait less',
  ],
  [
    endpoint(rolling(50, timeout(1200)), [{ ...VARIANT, InitialInstanceCount: { Ref: 'Count' } }]),
    '[deployment-timeout-too-short] Endpoint: MaximumExecutionTimeoutInSeconds (1200): must exceed all waits together (1200 s), by the time that instances take to start. raise it, or wait less',
  ],
  [
    component({ Type: 'CAPACITY_PERCENT', Value: 50 }, 3, 1800),
    '[deployment-timeout-too-short] Component: MaximumExecutionTimeoutInSeconds (1800): must exceed all waits together (1800 s), by the time that instances take to start. raise it, or wait less',
  ],
  [
    component({ Type: 'COPY_COUNT', Value: 1 }, 4, 2400),
    '[deployment-timeout-too-short] Component: MaximumExecutionTimeoutInSeconds (2400): must exceed all waits together (2400 s), by the time that instances take to start. raise it, or wait less',
  ],
  [
    endpoint(canary(), [{ ...VARIANT, InitialInstanceCount: 1 }]),
    '[steps-need-instances] Endpoint: InitialInstanceCount (1) of variant live: at least 2 for a CANARY rollout. add an instance, or move all traffic at once',
  ],
  [
    endpoint(rolling(50), [{ ...VARIANT, InitialInstanceCount: 1 }]),
    '[steps-need-instances] Endpoint: InitialInstanceCount (1) of variant live: at least 2 for a rolling rollout. add an instance, or move all traffic at once',
  ],
  [
    endpoint(canaryOf(3), fleet(4)),
    '[step-size-out-of-range] Endpoint: CanarySize (3 of 4 instances of variant live): from 1 to 50 % of the capacity, so from 1 to 2. choose a number in that range',
  ],
  [
    endpoint(linearOf('1'), fleet(20)),
    '[step-size-out-of-range] Endpoint: LinearStepSize (1 of 20 instances of variant live): from 10 to 50 % of the capacity, so from 2 to 10. choose a number in that range',
  ],
  [
    endpoint(rollingOf(2), fleet(3)),
    '[step-size-out-of-range] Endpoint: MaximumBatchSize (2 of 3 instances of variant live): from 5 to 50 % of the capacity, so from 1 to 1. choose a number in that range',
  ],
  [
    endpoint(canaryOf(3), [...fleet(6), { ...VARIANT, VariantName: 'other' }]),
    '[step-size-out-of-range] Endpoint: CanarySize (3 of 2 instances of variant other): from 1 to 50 % of the capacity, so from 1 to 1. choose a number in that range',
  ],
  [
    scaling(endpoint(canaryOf(5), fleet(2)), { MinCapacity: 2, MaxCapacity: 8 }),
    '[step-size-out-of-range] Endpoint: CanarySize (5 of 2 to 8 instances of variant live): from 1 to 50 % of the capacity, so from 1 to 4. choose a number in that range',
  ],
  [
    endpoint({ ...canary(), ...rolling(50) }),
    '[two-update-policies] Endpoint: DeploymentConfig (BlueGreenUpdatePolicy and RollingUpdatePolicy): only one of them. remove the other',
  ],
  [
    endpoint(rolling(50), [VARIANT, { ...VARIANT, VariantName: 'other' }]),
    '[guardrails-do-not-hold] Endpoint: rolling rollout (of 2 variants): SageMaker moves all traffic at once whatever is said, because a rolling deployment needs a single variant. choose a blue/green one',
  ],
  [
    endpoint(rolling(50), serverless),
    '[guardrails-do-not-hold] Endpoint: rolling rollout (of 1 variant): SageMaker moves all traffic at once whatever is said, because it is serverless. remove DeploymentConfig, or serve the model on instances',
  ],
  [
    endpoint(canary(), serverless),
    '[guardrails-do-not-hold] Endpoint: canary rollout (of 1 variant): SageMaker moves all traffic at once whatever is said, because it is serverless. remove DeploymentConfig, or serve the model on instances',
  ],
  [
    endpoint(alarmed(AT_ONCE), serverless),
    '[guardrails-do-not-hold] Endpoint: all-at-once rollout (of 1 variant): SageMaker moves all traffic at once whatever is said, because it is serverless. remove DeploymentConfig, or serve the model on instances',
  ],
  [
    endpoint(canary(), inf1),
    '[guardrails-do-not-hold] Endpoint: canary rollout (of 1 variant): SageMaker moves all traffic at once whatever is said, because its instances are Inf1. choose another instance type, or move all traffic at once',
  ],
  [
    endpoint(alarmed(AT_ONCE), inf1),
    '[rollback-does-not-hold] Endpoint: rollback alarms (1): roll nothing back, because its instances are Inf1. choose another instance type, or watch the alarms yourself',
  ],
])('%# of an endpoint is found', (resources, message) => {
  expect(broken(resources)).toEqual([message]);
});

const config = (TrafficRoutingConfig: object) => ({
  Config: { Type: 'AWS::CodeDeploy::DeploymentConfig', Properties: { TrafficRoutingConfig } },
});
const named = (DeploymentConfigName: unknown) => ({
  Config: { Type: 'AWS::CodeDeploy::DeploymentConfig', Properties: { DeploymentConfigName } },
});
const group = (rollback: object | undefined) => ({
  Group: {
    Type: 'AWS::CodeDeploy::DeploymentGroup',
    Properties: {
      AlarmConfiguration: { Enabled: true, Alarms: [{ Name: 'alarm' }] },
      ...(rollback === undefined ? {} : { AutoRollbackConfiguration: rollback }),
    },
  },
});
const STOP = { Enabled: true, Events: ['DEPLOYMENT_STOP_ON_ALARM'] };

/** An alias whose releases ask a function, which the role of CodeDeploy may invoke or not. */
function hooked(functionName: string | undefined, policy: object = {}) {
  return {
    ...policy,
    Hook: {
      Type: 'AWS::Lambda::Function',
      Properties: functionName === undefined ? {} : { FunctionName: functionName },
    },
    Role: { Type: 'AWS::IAM::Role', Properties: {} },
    Group: {
      Type: 'AWS::CodeDeploy::DeploymentGroup',
      Properties: { ServiceRoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] } },
    },
    Alias: {
      Type: 'AWS::Lambda::Alias',
      Properties: {},
      UpdatePolicy: {
        CodeDeployLambdaAliasUpdate: { DeploymentGroupName: { Ref: 'Group' }, BeforeAllowTrafficHook: { Ref: 'Hook' } },
      },
    },
  };
}
const allowed = (Resource: unknown) => ({
  Policy: {
    Type: 'AWS::IAM::RolePolicy',
    Properties: {
      RoleName: { Ref: 'Role' },
      PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource }] },
    },
  },
});

test.each([
  [
    '99 % for two days',
    config({ Type: 'TimeBasedCanary', TimeBasedCanary: { CanaryPercentage: 99, CanaryInterval: 2880 } }),
  ],
  [
    '33 steps of 87 minutes',
    config({ Type: 'TimeBasedLinear', TimeBasedLinear: { LinearPercentage: 3, LinearInterval: 87 } }),
  ],
  ['all at once', config({ Type: 'AllAtOnce' })],
  ['a name of its own', named('CodeDeployDefaults')],
  ['a name that is not known', named({ Ref: 'Name' })],
  ['a rollback on alarms', group(STOP)],
  ['a hook by its name', hooked('CodeDeployHook_check')],
  ['a hook by permission', hooked(undefined, allowed({ 'Fn::GetAtt': ['Hook', 'Arn'] }))],
  ['a hook by permission for all', hooked(undefined, allowed('*'))],
])('%s breaks no rule', (_, resources) => {
  expect(broken(resources)).toEqual([]);
});

const NOT_INVOCABLE =
  '[hook-not-invocable] Alias: BeforeAllowTrafficHook (Hook): must have a name that begins with CodeDeployHook_, or the role of ' +
  'Group be allowed to invoke it. rename it, or add the permission';

test.each([
  [
    config({ Type: 'TimeBasedCanary', TimeBasedCanary: { CanaryPercentage: 100, CanaryInterval: 5 } }),
    '[traffic-routing-out-of-range] Config: CanaryPercentage (100): from 1 to 99. choose a share in that range',
  ],
  [
    config({ Type: 'TimeBasedLinear', TimeBasedLinear: { LinearPercentage: 10, LinearInterval: 321 } }),
    '[traffic-routing-out-of-range] Config: LinearInterval (321, 9 times): at least 1, and at most 2880 minutes together. choose another interval',
  ],
  [
    config({ Type: 'TimeBasedLinear', TimeBasedCanary: { CanaryPercentage: 10, CanaryInterval: 5 } }),
    '[traffic-routing-out-of-range] Config: TimeBasedLinear (none): needed with type TimeBasedLinear. say what a step takes',
  ],
  [
    named('CodeDeployDefault.Mine'),
    '[deployment-config-name-invalid] Config: DeploymentConfigName ("CodeDeployDefault.Mine"): must not begin with "CodeDeployDefault.", which CodeDeploy keeps for its own. choose another name, or leave it to the engine',
  ],
  [
    named('n'.repeat(101)),
    `[deployment-config-name-invalid] Config: DeploymentConfigName (101 characters): at most 100. choose a shorter name, or leave it to the engine`,
  ],
  [
    group(undefined),
    '[alarms-without-rollback] Group: events of automatic rollback (none): must include DEPLOYMENT_STOP_ON_ALARM. add it, and enable the rollback',
  ],
  [
    group({ Enabled: true, Events: ['DEPLOYMENT_FAILURE'] }),
    '[alarms-without-rollback] Group: events of automatic rollback (DEPLOYMENT_FAILURE): must include DEPLOYMENT_STOP_ON_ALARM. add it, and enable the rollback',
  ],
  [
    group({ ...STOP, Enabled: false }),
    '[alarms-without-rollback] Group: events of automatic rollback (DEPLOYMENT_STOP_ON_ALARM): must include DEPLOYMENT_STOP_ON_ALARM. add it, and enable the rollback',
  ],
  [hooked(undefined), NOT_INVOCABLE],
  [hooked('check'), NOT_INVOCABLE],
  [hooked('check', allowed('arn:aws:lambda:eu-west-1:123456789012:function:other')), NOT_INVOCABLE],
])('%# of CodeDeploy is found', (resources, message) => {
  expect(broken(resources)).toEqual([message]);
});
