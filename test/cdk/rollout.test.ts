import { endpointTemplate, functionTemplate, only } from './support/synth';
import { Duration } from 'aws-cdk-lib/core';
import { Rollout } from '@inference-constructs/cdk';

const PRESETS = {
  'CodeDeployDefault.LambdaCanary10Percent5Minutes': Rollout.CANARY_10_PERCENT_5_MINUTES,
  'CodeDeployDefault.LambdaCanary10Percent10Minutes': Rollout.CANARY_10_PERCENT_10_MINUTES,
  'CodeDeployDefault.LambdaCanary10Percent15Minutes': Rollout.CANARY_10_PERCENT_15_MINUTES,
  'CodeDeployDefault.LambdaCanary10Percent30Minutes': Rollout.CANARY_10_PERCENT_30_MINUTES,
  'CodeDeployDefault.LambdaLinear10PercentEvery10Minutes': Rollout.LINEAR_10_PERCENT_EVERY_10_MINUTES,
  'CodeDeployDefault.LambdaAllAtOnce': Rollout.ALL_AT_ONCE,
};

test.each(Object.entries(PRESETS))('%s is a preset', (name, rollout) => {
  const group = only(functionTemplate({ rollout }), 'AWS::CodeDeploy::DeploymentGroup');
  expect(group.Properties.DeploymentConfigName).toBe(name);
});

test('a quarter every five minutes is a preset of both targets', () => {
  const rollout = Rollout.LINEAR_25_PERCENT_EVERY_5_MINUTES;
  const config = only(functionTemplate({ rollout }), 'AWS::CodeDeploy::DeploymentConfig');
  expect(config.Properties.TrafficRoutingConfig).toEqual({
    Type: 'TimeBasedLinear',
    TimeBasedLinear: { LinearPercentage: 25, LinearInterval: 5 },
  });
  const endpoint = only(endpointTemplate({ rollout }), 'AWS::SageMaker::Endpoint');
  expect(endpoint.Properties.DeploymentConfig).toMatchObject({
    BlueGreenUpdatePolicy: { TrafficRoutingConfiguration: { Type: 'LINEAR' } },
  });
});

test('by default a rolling rollout replaces half of the instances at a time', () => {
  const config = (rollout: Rollout) =>
    only(endpointTemplate({ rollout }), 'AWS::SageMaker::Endpoint').Properties.DeploymentConfig;
  expect(config(Rollout.rolling())).toEqual(config(Rollout.ROLLING_50_PERCENT));
  expect(config(Rollout.rolling())).toMatchObject({
    RollingUpdatePolicy: {
      MaximumBatchSize: { Type: 'CAPACITY_PERCENT', Value: 50 },
      WaitIntervalInSeconds: 300,
    },
  });
});

test('by default a blue/green rollout keeps the old fleet for a quarter of an hour', () => {
  const { Properties } = only(endpointTemplate({ rollout: Rollout.blueGreen() }), 'AWS::SageMaker::Endpoint');
  expect(Properties.DeploymentConfig).toMatchObject({
    BlueGreenUpdatePolicy: {
      TrafficRoutingConfiguration: { Type: 'ALL_AT_ONCE', WaitIntervalInSeconds: 900 },
      TerminationWaitInSeconds: 900,
    },
  });
});

test('a rollout that does not fit a function names the construct', () => {
  expect(() => functionTemplate({ rollout: Rollout.rolling() })).toThrow(
    'Diagnosis/Classifier: rollout (rolling): a function has no instances to replace in batches. choose a canary or a linear rollout',
  );
  expect(() => functionTemplate({ rollout: Rollout.linear({ percent: 1, bake: Duration.hours(2) }) })).toThrow(
    'Diagnosis/Classifier: linear rollout (11880 minutes from the first shift to the last): at most 2880 minutes on CodeDeploy. choose larger steps or a shorter bake',
  );
});
