/** What Application Auto Scaling can scale of what serves a model. */
export interface ScalableDimension {
  readonly serviceNamespace: 'sagemaker' | 'lambda';
  /** The form of ResourceId; its groups are the names in it. */
  readonly resourceId: RegExp;
  /** Between activities of a target tracking policy, where the policy says nothing. */
  readonly cooldownSeconds: number;
}

export const INSTANCES = 'sagemaker:variant:DesiredInstanceCount';

/** Source: Application Auto Scaling API reference, checked November 2026. */
export const SCALABLE_DIMENSIONS: Readonly<Record<string, ScalableDimension>> = {
  [INSTANCES]: {
    serviceNamespace: 'sagemaker',
    resourceId: /^endpoint\/([^/]+)\/variant\/([^/]+)$/,
    cooldownSeconds: 300,
  },
  'sagemaker:variant:DesiredProvisionedConcurrency': {
    serviceNamespace: 'sagemaker',
    resourceId: /^endpoint\/([^/]+)\/variant\/([^/]+)$/,
    cooldownSeconds: 0,
  },
  'sagemaker:inference-component:DesiredCopyCount': {
    serviceNamespace: 'sagemaker',
    resourceId: /^inference-component\/([^/]+)$/,
    cooldownSeconds: 300,
  },
  'lambda:function:ProvisionedConcurrency': {
    serviceNamespace: 'lambda',
    resourceId: /^function:([^:]+):([^:]+)$/,
    cooldownSeconds: 0,
  },
};

/** Between activities of a step scaling policy, where the policy says nothing. */
export const STEP_COOLDOWN_SECONDS = 300;
