import { container, diagnosis, functionTemplate, newEndpoint, newFunction, newStack, synth } from './support/synth';
import { IMAGE_URI, REPOSITORY_ARN } from './support/synth';
import type { Synthesized } from './support/synth';
import { LayerVersion } from 'aws-cdk-lib/aws-lambda';
import { CfnParameter, Duration, Lazy } from 'aws-cdk-lib/core';
import type { InferenceEndpointProps, OnnxFunctionProps } from '@inference-constructs/cdk';
import { InferenceEndpoint, OnnxFunction, Rollout, ServingContainer } from '@inference-constructs/cdk';

const ALARM = 'AWS::CloudWatch::Alarm';

describe('tokens of a function', () => {
  const withToken = (props: (token: { number: number; text: string }) => Partial<OnnxFunctionProps>) => {
    const stack = newStack();
    const number = new CfnParameter(stack, 'Number', { type: 'Number' }).valueAsNumber;
    const text = new CfnParameter(stack, 'Text').valueAsString;
    newFunction(stack, props({ number, text }));
    return synth(stack);
  };
  const functionOf = (synthesized: Synthesized) => synthesized.graph.ofType('AWS::Lambda::Function')[0].properties;

  test('memorySize', () => {
    expect(functionOf(withToken(({ number }) => ({ memorySize: number }))).MemorySize).toBe('@{Number.Ref}');
  });

  test('timeout', () => {
    const synthesized = withToken(({ number }) => ({ timeout: Duration.seconds(number) }));
    expect(functionOf(synthesized).Timeout).toBe('@{Number.Ref}');
  });

  test('environment', () => {
    const synthesized = withToken(({ text }) => ({ environment: { LOG_LEVEL: text } }));
    expect(functionOf(synthesized).Environment).toMatchObject({ Variables: { LOG_LEVEL: '@{Text.Ref}' } });
  });

  test('onnxruntimeLayer', () => {
    const stack = newStack();
    const arn = new CfnParameter(stack, 'Text').valueAsString;
    new OnnxFunction(stack, 'Classifier', {
      model: diagnosis(),
      onnxruntimeLayer: LayerVersion.fromLayerVersionArn(stack, 'Layer', arn),
    });
    expect(functionOf(synth(stack)).Layers).toEqual(['@{Text.Ref}']);
  });

  test('latencyLimit', () => {
    const { graph } = withToken(({ number }) => ({ latencyLimit: Duration.millis(number) }));
    expect(graph.ofType(ALARM)[1].properties).toMatchObject({
      AlarmDescription: "99th percentile of the new release's latency (90th below 1000 requests) exceeds its limit.",
      Threshold: '@{Number.Ref}',
    });
  });

  test('expectedRequestsPerMinute', () => {
    const { graph, messages } = withToken(({ number }) => ({ expectedRequestsPerMinute: number }));
    expect(graph.ofType(ALARM)[2].attributes?.InferenceConstructs).toMatchObject({
      expectedRequestsPerMinute: '@{Number.Ref}',
    });
    expect(messages.map(({ text }) => text)).toEqual([
      'power of the canary not computed: set expectedRequestsPerMinute to learn whether the bake can see a collapse to ' +
        'one class [ack: @inference-constructs/cdk:power-unknown]',
    ]);
  });

  test('share of the canary', () => {
    const { graph } = withToken(({ number }) => ({
      rollout: Rollout.canary({ percent: number, bake: Duration.minutes(15) }),
      expectedRequestsPerMinute: 60,
    }));
    expect(graph.ofType('AWS::CodeDeploy::DeploymentConfig')[0].properties.TrafficRoutingConfig).toEqual({
      Type: 'TimeBasedCanary',
      TimeBasedCanary: { CanaryPercentage: '@{Number.Ref}', CanaryInterval: 15 },
    });
  });

  test.each<[string, (number: number) => Partial<OnnxFunctionProps>, string]>([
    [
      'bake',
      (number) => ({ rollout: Rollout.canary({ percent: 10, bake: Duration.seconds(number) }) }),
      'bake (a token): must be known at synth, because the periods of the rollback alarms are computed from it. pass a literal duration',
    ],
    [
      'timeout in minutes',
      (number) => ({ timeout: Duration.minutes(number) }),
      'timeout (a token): cannot be converted. write it as Duration.seconds()',
    ],
    [
      'latency limit in seconds',
      (number) => ({ latencyLimit: Duration.seconds(number) }),
      'latency limit (a token): cannot be converted. write it as Duration.millis()',
    ],
  ])('%s cannot be one', (_, props, message) => {
    const number = Lazy.number({ produce: () => 15 });
    expect(() => functionTemplate(props(number))).toThrow(`Diagnosis/Classifier: ${message}`);
  });
});

describe('tokens of an endpoint', () => {
  const withToken = (props: (token: { number: number; text: string }) => Partial<InferenceEndpointProps>) => {
    const stack = newStack();
    const number = new CfnParameter(stack, 'Number', { type: 'Number' }).valueAsNumber;
    const text = new CfnParameter(stack, 'Text').valueAsString;
    newEndpoint(stack, props({ number, text }));
    return synth(stack);
  };
  const variant = ({ graph }: Synthesized) =>
    (graph.ofType('AWS::SageMaker::EndpointConfig')[0].properties.ProductionVariants as Record<string, unknown>[])[0];

  test('instanceType, and the container finds its device itself', () => {
    const synthesized = withToken(({ text }) => ({ instanceType: text }));
    expect(variant(synthesized).InstanceType).toBe('@{Text.Ref}');
    expect(Object.keys(container(synthesized).Environment)).toEqual([
      'INFERENCE_MODEL_DIGEST',
      'INFERENCE_ENDPOINT_NAME',
      'INFERENCE_RELEASE',
    ]);
  });

  test('instanceCount', () => {
    expect(variant(withToken(({ number }) => ({ instanceCount: number }))).InitialInstanceCount).toBe('@{Number.Ref}');
  });

  test('the URI of an image', () => {
    expect(
      container(withToken(({ text }) => ({ container: ServingContainer.runtimeFromImageUri(text, REPOSITORY_ARN) })))
        .Image,
    ).toBe('@{Text.Ref}');
  });

  test('the ARN of a repository', () => {
    const { graph } = withToken(({ text }) => ({ container: ServingContainer.runtimeFromImageUri(IMAGE_URI, text) }));
    expect(JSON.stringify(graph.ofType('AWS::IAM::RolePolicy')[0].properties)).toContain('"Resource":"@{Text.Ref}"');
  });

  test('environment', () => {
    const synthesized = withToken(({ text }) => ({ environment: { LOG_LEVEL: text } }));
    expect(container(synthesized).Environment.LOG_LEVEL).toBe('@{Text.Ref}');
  });

  test('a release does not depend on the numbers of tokens', () => {
    const release = () => {
      const synthesized = withToken(({ text }) => ({
        container: ServingContainer.runtimeFromImageUri(text, REPOSITORY_ARN),
        environment: { LOG_LEVEL: text },
      }));
      return container(synthesized).Environment.INFERENCE_RELEASE;
    };
    expect(release()).toMatch(/^[0-9a-f]{12}$/);
    expect(release()).toBe(release());
  });

  test('endpointName', () => {
    const { graph } = withToken(({ text }) => ({ endpointName: text }));
    expect(graph.ofType('AWS::SageMaker::Endpoint')[0].properties.EndpointName).toBe('@{Text.Ref}');
  });

  test('latencyLimit', () => {
    const { graph } = withToken(({ number }) => ({ latencyLimit: Duration.millis(number) }));
    expect(graph.ofType(ALARM)[1].properties.Threshold).toBe('@{Number.Ref}');
  });

  test('expectedRequestsPerMinute', () => {
    const { graph } = withToken(({ number }) => ({ expectedRequestsPerMinute: number }));
    expect(graph.ofType(ALARM)[2].attributes?.InferenceConstructs).toMatchObject({
      expectedRequestsPerMinute: '@{Number.Ref}',
    });
  });

  test('share of the canary', () => {
    const { graph } = withToken(({ number }) => ({
      rollout: Rollout.canary({ percent: number, bake: Duration.minutes(15) }),
    }));
    expect(graph.ofType('AWS::SageMaker::Endpoint')[0].properties).toMatchObject({
      DeploymentConfig: {
        BlueGreenUpdatePolicy: {
          TrafficRoutingConfiguration: { CanarySize: { Type: 'CAPACITY_PERCENT', Value: '@{Number.Ref}' } },
        },
      },
    });
  });

  test('instanceType cannot be one where the image is to be built', () => {
    const instanceType = Lazy.string({ produce: () => 'ml.c7i.large' });
    const make = () => new InferenceEndpoint(newStack(), 'Classifier', { model: diagnosis(), instanceType });
    expect(make).toThrow(
      'Diagnosis/Classifier: instance type (a token): must be known at synth to build the image for its processor. ' +
        'pass a literal, or a container of another ServingContainer',
    );
  });
});
