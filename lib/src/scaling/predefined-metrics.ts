/** A metric that a target tracking policy can name. */
export interface PredefinedMetric {
  readonly namespace: string;
  readonly name: string;
  readonly statistic: 'Sum' | 'Average' | 'Maximum';
  readonly periodSeconds: 10 | 60;
  readonly dimension: string;
}

/** Source: Application Auto Scaling API reference, checked November 2026. The statistics are not part of it. */
export const PREDEFINED_METRICS: Readonly<Record<string, PredefinedMetric>> = {
  SageMakerVariantInvocationsPerInstance: {
    namespace: 'AWS/SageMaker',
    name: 'InvocationsPerInstance',
    statistic: 'Sum',
    periodSeconds: 60,
    dimension: 'sagemaker:variant:DesiredInstanceCount',
  },
  SageMakerVariantConcurrentRequestsPerModelHighResolution: {
    namespace: 'AWS/SageMaker',
    name: 'ConcurrentRequestsPerModel',
    statistic: 'Maximum',
    periodSeconds: 10,
    dimension: 'sagemaker:variant:DesiredInstanceCount',
  },
  SageMakerVariantProvisionedConcurrencyUtilization: {
    namespace: 'AWS/SageMaker',
    name: 'ServerlessProvisionedConcurrencyUtilization',
    statistic: 'Maximum',
    periodSeconds: 60,
    dimension: 'sagemaker:variant:DesiredProvisionedConcurrency',
  },
  SageMakerInferenceComponentInvocationsPerCopy: {
    namespace: 'AWS/SageMaker',
    name: 'InvocationsPerCopy',
    statistic: 'Sum',
    periodSeconds: 60,
    dimension: 'sagemaker:inference-component:DesiredCopyCount',
  },
  SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution: {
    namespace: 'AWS/SageMaker',
    name: 'ConcurrentRequestsPerCopy',
    statistic: 'Maximum',
    periodSeconds: 10,
    dimension: 'sagemaker:inference-component:DesiredCopyCount',
  },
  LambdaProvisionedConcurrencyUtilization: {
    namespace: 'AWS/Lambda',
    name: 'ProvisionedConcurrencyUtilization',
    statistic: 'Average',
    periodSeconds: 60,
    dimension: 'lambda:function:ProvisionedConcurrency',
  },
};
