import { diagnosis, newEndpoint, newStack, synth } from './support/synth';
import { EndpointMetrics } from '@inference-constructs/cdktf';

test('a shadow has an archive and metrics of its own', () => {
  const stack = newStack();
  const endpoint = newEndpoint(stack, { shadow: { model: diagnosis('v2'), samplingPercentage: 25 } });
  const { resource } = synth(stack).json;
  const [config] = Object.values(resource.aws_sagemaker_endpoint_configuration);
  expect(config.shadow_production_variants).toMatchObject([
    { variant_name: 'shadow', initial_instance_count: 2, initial_variant_weight: 0.25 },
  ]);
  expect(Object.keys(resource.aws_s3_object)).toHaveLength(2);
  expect(EndpointMetrics.fromEndpointName(endpoint.endpointName, 'shadow').modelLatency().dimensions).toEqual({
    EndpointName: endpoint.endpointName,
    VariantName: 'shadow',
  });
});
