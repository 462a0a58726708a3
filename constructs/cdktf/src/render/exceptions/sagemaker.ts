import { Op, TerraformSelf } from 'cdktf';
import type { Properties } from '@inference-constructs/core/out/plan/plan';
import type { Exception } from './exception';

const MODEL = 'AWS::SageMaker::Model';
const CONFIG = 'AWS::SageMaker::EndpointConfig';
const ENDPOINT = 'AWS::SageMaker::Endpoint';

export const sageMakerExceptions: readonly Exception[] = [
  {
    type: MODEL,
    property: 'PrimaryContainer.Environment',
    argument: 'environment',
    verbatim: true,
    why: 'The names of variables are the author’s.',
  },
  {
    type: MODEL,
    property: 'PrimaryContainer.ModelDataSource.S3DataSource',
    argument: 's3DataSource',
    value: (source) => [source],
    why: 'The classes of the provider take a list of the block, and leave the names below it as they are otherwise.',
  },
  {
    type: CONFIG,
    property: 'ProductionVariants.ServerlessConfig.MemorySizeInMB',
    argument: 'memorySizeInMb',
    why: 'The provider writes the unit in lower case.',
  },
  ...['ProductionVariants', 'ShadowProductionVariants'].flatMap((variants): Exception[] => [
    {
      type: CONFIG,
      property: `${variants}.VolumeSizeInGB`,
      argument: 'volumeSizeInGb',
      why: 'The provider writes the unit in lower case.',
    },
    {
      type: CONFIG,
      property: `${variants}.RoutingConfig`,
      argument: 'routingConfig',
      value: (routing) => [routing],
      why: 'The classes of the provider take a list of the block.',
    },
  ]),
  {
    type: CONFIG,
    property: 'KmsKeyId',
    argument: 'kmsKeyArn',
    why: 'The provider names what is in it.',
  },
  {
    type: MODEL,
    argument: 'lifecycle',
    value: () => ({ createBeforeDestroy: true }),
    why: 'Every change replaces the model, and the endpoint serves the old one until it has the new one.',
  },
  {
    type: CONFIG,
    argument: 'namePrefix',
    value: (_, entry) => entry.namePrefix(37),
    why: 'The provider would call it `terraform-` and a time; a literal name would block its own replacement.',
  },
  {
    type: CONFIG,
    argument: 'lifecycle',
    value: () => ({ createBeforeDestroy: true }),
    why: 'Every change replaces the configuration, and the endpoint uses the old one until it has the new one.',
  },
  {
    type: ENDPOINT,
    property: 'EndpointName',
    argument: 'name',
    why: 'The provider shortens the name.',
  },
  {
    type: ENDPOINT,
    argument: 'lifecycle',
    value: (properties) =>
      (properties as Properties).DeploymentConfig === undefined
        ? undefined
        : { postcondition: [servesNewRelease(properties as Properties)] },
    why: 'The provider reports a rollback as success, and Terraform would go on to destroy the release that serves again.',
  },
];

/** Terraform checks it when the deployment has ended, before it destroys anything that the endpoint used. */
function servesNewRelease({ EndpointConfigName }: Properties) {
  return {
    condition: Op.eq(TerraformSelf.getAny('endpoint_config_name'), EndpointConfigName as string),
    errorMessage:
      'The deployment was rolled back: the endpoint serves its last release again, and nothing of that release was ' +
      'destroyed. See the history of the rollback alarms and the failure reason in "aws sagemaker describe-endpoint", fix ' +
      'the release and apply again. Do not apply the same release again: it would be deployed, and rolled back, once more.',
  };
}
