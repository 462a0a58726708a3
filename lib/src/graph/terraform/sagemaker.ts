import type { Reading } from './reading';

export const sageMakerReadings: Readonly<Record<string, Reading>> = {
  aws_sagemaker_model: {
    type: 'AWS::SageMaker::Model',
    names: { name: 'ModelName', container: 'Containers' },
    repeated: ['container'],
    maps: ['primary_container.environment', 'container.environment'],
    attributes: { name: 'ModelName', id: 'ModelName', arn: 'Ref' },
  },
  aws_sagemaker_endpoint_configuration: {
    type: 'AWS::SageMaker::EndpointConfig',
    names: {
      name: 'EndpointConfigName',
      kms_key_arn: 'KmsKeyId',
      'production_variants.volume_size_in_gb': 'VolumeSizeInGB',
      'production_variants.enable_ssm_access': 'EnableSSMAccess',
      'production_variants.serverless_config.memory_size_in_mb': 'MemorySizeInMB',
      'shadow_production_variants.volume_size_in_gb': 'VolumeSizeInGB',
      'shadow_production_variants.serverless_config.memory_size_in_mb': 'MemorySizeInMB',
    },
    repeated: ['production_variants', 'shadow_production_variants', 'data_capture_config.capture_options'],
    attributes: { name: 'EndpointConfigName', id: 'EndpointConfigName', arn: 'Ref' },
  },
  aws_sagemaker_endpoint: {
    type: 'AWS::SageMaker::Endpoint',
    names: { name: 'EndpointName' },
    repeated: ['deployment_config.auto_rollback_configuration.alarms'],
    attributes: { name: 'EndpointName', id: 'EndpointName', arn: 'Ref' },
  },
};
