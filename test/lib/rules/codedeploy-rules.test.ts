import { broken } from './support/rollout';

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
