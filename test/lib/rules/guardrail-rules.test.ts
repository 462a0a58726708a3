import {
  AT_ONCE,
  NO_VALUE,
  VARIANT,
  alarmed,
  broken,
  canary,
  endpoint,
  linear,
  rolling,
  serverless,
  timeout,
} from './support/rollout';

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
const inf1 = [{ ...VARIANT, InstanceType: 'ml.inf1.xlarge' }];
/** Inf1 is what there is where there are no others. */
const inf1Among = [
  {
    ...VARIANT,
    InstanceType: undefined,
    InstancePools: [
      { InstanceType: 'ml.c7i.xlarge', Priority: 1 },
      { InstanceType: 'ml.inf1.xlarge', Priority: 2 },
    ],
  },
];

test.each([
  [
    endpoint({ ...canary(10, timeout(600)), RollingUpdatePolicy: NO_VALUE }),
    '[deployment-timeout-too-short] Endpoint: MaximumExecutionTimeoutInSeconds (600): must exceed all waits together (1200 s), by the time that instances take to start. raise it, or wait less',
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
    endpoint(canary(), inf1Among),
    '[guardrails-do-not-hold] Endpoint: canary rollout (of 1 variant): SageMaker moves all traffic at once whatever is said, because its instances are Inf1. choose another instance type, or move all traffic at once',
  ],
  [
    endpoint(alarmed(AT_ONCE), inf1Among),
    '[rollback-does-not-hold] Endpoint: rollback alarms (1): roll nothing back, because its instances are Inf1. choose another instance type, or watch the alarms yourself',
  ],
  [
    endpoint(alarmed(AT_ONCE), inf1),
    '[rollback-does-not-hold] Endpoint: rollback alarms (1): roll nothing back, because its instances are Inf1. choose another instance type, or watch the alarms yourself',
  ],
])('%# of an endpoint is found', (resources, message) => {
  expect(broken(resources)).toEqual([message]);
});
