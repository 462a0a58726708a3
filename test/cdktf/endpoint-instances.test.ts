import { endpointJson, newEndpoint, newStack, only, synth } from './support/synth';
import { TerraformVariable } from 'cdktf';
import { RoutingStrategy } from '@inference-constructs/cdktf';

const KEY = 'arn:aws:kms:us-east-1:123456789012:key/0f3a4bfe-5c1d-4a2e-9f0b-6d7c8e9f0a1b';
const CONFIG = 'aws_sagemaker_endpoint_configuration';
const variantOf = (synthesized: ReturnType<typeof synth>) =>
  (only(synthesized, CONFIG).production_variants as Record<string, unknown>[])[0];

test('the instances of an endpoint are what is said of them', () => {
  const synthesized = endpointJson({
    volumeSizeGib: 50,
    volumeKmsKeyArn: KEY,
    inferenceAmiVersion: 'al2-ami-sagemaker-inference-gpu-3-1',
    modelDataDownloadTimeoutSeconds: 600,
    containerStartupHealthCheckTimeoutSeconds: 900,
    routingStrategy: RoutingStrategy.LEAST_OUTSTANDING_REQUESTS,
  });
  expect(only(synthesized, CONFIG).kms_key_arn).toBe(KEY);
  expect(variantOf(synthesized)).toMatchObject({
    volume_size_in_gb: 50,
    inference_ami_version: 'al2-ami-sagemaker-inference-gpu-3-1',
    model_data_download_timeout_in_seconds: 600,
    container_startup_health_check_timeout_in_seconds: 900,
    routing_config: [{ routing_strategy: 'LEAST_OUTSTANDING_REQUESTS' }],
  });
});

test('what is wrong is thrown with the path of the construct', () => {
  expect(() => endpointJson({ containerStartupHealthCheckTimeoutSeconds: 10 })).toThrow(
    /^Diagnosis\/Classifier: startup timeout \(10 s\)/,
  );
});

test('what is known at apply only passes', () => {
  const stack = newStack();
  const variable = (name: string) => new TerraformVariable(stack, name, {});
  newEndpoint(stack, {
    volumeSizeGib: variable('volume').numberValue,
    volumeKmsKeyArn: variable('key').stringValue,
    containerStartupHealthCheckTimeoutSeconds: variable('startup').numberValue,
    modelDataDownloadTimeoutSeconds: variable('download').numberValue,
  });
  expect(variantOf(synth(stack))).toMatchObject({
    volume_size_in_gb: '${var.volume}',
    container_startup_health_check_timeout_in_seconds: '${var.startup}',
    model_data_download_timeout_in_seconds: '${var.download}',
  });
});
