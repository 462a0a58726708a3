// First: they stand in for what the constructs read.
import '../../cdk/support/synth';
import '../../cdktf/support/synth';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { SagemakerEndpoint } from '@cdktf/provider-aws/lib/sagemaker-endpoint';
import { SagemakerEndpointConfiguration } from '@cdktf/provider-aws/lib/sagemaker-endpoint-configuration';
import { SagemakerModel } from '@cdktf/provider-aws/lib/sagemaker-model';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import { CfnEndpoint, CfnEndpointConfig, CfnModel } from 'aws-cdk-lib/aws-sagemaker';
import type { Stack } from 'aws-cdk-lib/core';
import type { TerraformStack } from 'cdktf';
import * as onCdk from '@inference-constructs/cdk';
import * as onCdktf from '@inference-constructs/cdktf';
import { trust } from '@inference-constructs/core/out/access/statements';

const assume = trust('sagemaker.amazonaws.com');
const VARIANT = {
  variantName: 'main',
  instanceType: 'ml.m5.large',
  initialInstanceCount: 2,
  initialVariantWeight: 1,
};
const container = { image: 'image', modelDataUrl: 's3://models/one.tar.gz' };
const lifecycle = { createBeforeDestroy: true };

/** An endpoint that no construct of ours made, with a rollout of ours. */
export const foreignEndpoint = (rollout: 'CANARY_10_PERCENT_15_MINUTES' | 'ROLLING_50_PERCENT') => ({
  cdk: (stack: Stack) => {
    const role = new CfnRole(stack, 'Role', { assumeRolePolicyDocument: assume });
    const model = new CfnModel(stack, 'Model', { executionRoleArn: role.attrArn, primaryContainer: container });
    const config = new CfnEndpointConfig(stack, 'Config', {
      productionVariants: [{ ...VARIANT, modelName: model.attrModelName }],
    });
    new CfnEndpoint(stack, 'Foreign', {
      endpointName: 'theirs',
      endpointConfigName: config.attrEndpointConfigName,
    }).with(new onCdk.EndpointRollout({ rollout: onCdk.Rollout[rollout] }));
  },
  cdktf: (stack: TerraformStack) => {
    const role = new IamRole(stack, 'Role', { assumeRolePolicy: JSON.stringify(assume), namePrefix: 'theirs-' });
    const model = new SagemakerModel(stack, 'Model', {
      executionRoleArn: role.arn,
      primaryContainer: container,
      lifecycle,
    });
    const config = new SagemakerEndpointConfiguration(stack, 'Config', {
      namePrefix: 'theirs-',
      productionVariants: [{ ...VARIANT, modelName: model.name }],
      lifecycle,
    });
    new SagemakerEndpoint(stack, 'Foreign', { name: 'theirs', endpointConfigName: config.name }).with(
      new onCdktf.EndpointRollout({ rollout: onCdktf.Rollout[rollout] }),
    );
  },
});
