import { diagnosis, newEndpoint, newStack, only, outdir, synth } from './support/synth';
import { EndpointMetrics } from '@inference-constructs/cdk';
import { SynthesizedOutputReader } from '@inference-constructs/rehearsal/assembly/synthesized-output-reader';
import { planFleet } from '@inference-constructs/rehearsal/fleet/plan-fleet';

/** An endpoint that a candidate shadows on a quarter of the requests. */
function shadowed() {
  const stack = newStack();
  return { stack, endpoint: newEndpoint(stack, { shadow: { model: diagnosis('v2'), samplingPercentage: 25 } }) };
}

test('a shadow has metrics of its own', () => {
  const { stack, endpoint } = shadowed();
  const metrics = EndpointMetrics.fromEndpoint(endpoint, { variantName: 'shadow' });
  expect(stack.resolve(metrics.modelLatency().dimensions)).toEqual({
    EndpointName: endpoint.endpointName,
    VariantName: 'shadow',
  });
});

test('a shadow is copied to as declared after scaling too', () => {
  const { stack, endpoint } = shadowed();
  endpoint.autoScaleInstanceCount({ minCapacity: 2, maxCapacity: 4 });
  expect(only(synth(stack), 'AWS::SageMaker::Endpoint').Properties).toMatchObject({
    RetainAllVariantProperties: true,
    ExcludeRetainedVariantProperties: [
      { VariantPropertyType: 'DataCaptureConfig' },
      { VariantPropertyType: 'DesiredWeight' },
    ],
  });
});

test('a shadow is rehearsed with a model of its own', () => {
  const { stack } = shadowed();
  expect(synth(stack).messages.map(({ text }) => text)).toContainEqual(
    expect.stringMatching(
      /^shadow: gets copies of 25 % of the requests; its answers are dropped, and no alarm rolls it back/,
    ),
  );
  const { endpoints } = new SynthesizedOutputReader().read(outdir, '2');
  const { variants, shadows } = planFleet(endpoints[0]);
  expect(shadows).toMatchObject([{ share: 0.25, variant: { name: 'shadow', instances: 2 } }]);
  expect(shadows[0].variant.modelData.key).not.toBe(variants[0].modelData.key);
});
