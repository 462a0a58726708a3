import { functionJson, newEndpoint, newFunction, newStack, only, synth } from './support/synth';
import { IMAGE_URI, REPOSITORY_ARN } from './support/synth';
import type { Synthesized } from './support/synth';
import { Lazy, TerraformVariable } from 'cdktf';
import type { InferenceEndpointProps, OnnxFunctionProps } from '@inference-constructs/cdktf';
import { Rollout, ServingContainer } from '@inference-constructs/cdktf';

const ALARM = 'AWS::CloudWatch::Alarm';
const NUMBER = '${var.Number}';
const TEXT = '${var.Text}';

interface Tokens {
  readonly number: number;
  readonly text: string;
}

function tokens(stack: ReturnType<typeof newStack>): Tokens {
  return {
    number: new TerraformVariable(stack, 'Number', { type: 'number' }).numberValue as number,
    text: new TerraformVariable(stack, 'Text', { type: 'string' }).stringValue as string,
  };
}

describe('tokens of a function', () => {
  const withToken = (props: (token: Tokens) => Partial<OnnxFunctionProps>) => {
    const stack = newStack();
    newFunction(stack, props(tokens(stack)));
    return synth(stack);
  };
  const functionOf = (synthesized: Synthesized) => synthesized.graph.ofType('AWS::Lambda::Function')[0].properties;

  test('memorySize', () => {
    expect(functionOf(withToken(({ number }) => ({ memorySize: number }))).MemorySize).toBe(NUMBER);
  });

  test('timeoutSeconds', () => {
    expect(functionOf(withToken(({ number }) => ({ timeoutSeconds: number }))).Timeout).toBe(NUMBER);
  });

  test('environment', () => {
    const synthesized = withToken(({ text }) => ({ environment: { LOG_LEVEL: text } }));
    expect(functionOf(synthesized).Environment).toMatchObject({ Variables: { LOG_LEVEL: TEXT } });
  });

  test('onnxruntimeLayerArn', () => {
    expect(functionOf(withToken(({ text }) => ({ onnxruntimeLayerArn: text }))).Layers).toEqual([TEXT]);
  });

  test('latencyLimitMilliseconds', () => {
    const { graph } = withToken(({ number }) => ({ latencyLimitMilliseconds: number }));
    expect(graph.ofType(ALARM)[1].properties.Threshold).toBe(NUMBER);
  });

  test('expectedRequestsPerMinute', () => {
    const { graph, messages } = withToken(({ number }) => ({ expectedRequestsPerMinute: number }));
    expect(graph.ofType(ALARM)[2].attributes?.InferenceConstructs).toMatchObject({ expectedRequestsPerMinute: NUMBER });
    expect(messages).toEqual([
      {
        level: 'info',
        text: 'power of the canary not computed: set expectedRequestsPerMinute to learn whether the bake can see a collapse to one class',
      },
    ]);
  });

  test('share of the canary', () => {
    const { graph } = withToken(({ number }) => ({
      rollout: Rollout.canary({ percent: number, bakeMinutes: 15 }),
      expectedRequestsPerMinute: 60,
    }));
    expect(graph.ofType('AWS::CodeDeploy::DeploymentConfig')[0].properties.TrafficRoutingConfig).toEqual({
      Type: 'TimeBasedCanary',
      TimeBasedCanary: { CanaryPercentage: NUMBER, CanaryInterval: 15 },
    });
  });

  test('a name does not depend on the numbers of tokens', () => {
    const name = () => {
      const synthesized = withToken(({ number }) => ({ rollout: Rollout.canary({ percent: number, bakeMinutes: 7 }) }));
      return only(synthesized, 'aws_codedeploy_deployment_config').deployment_config_name;
    };
    expect(name()).toBe(name());
  });

  test('bakeMinutes cannot be one', () => {
    const bakeMinutes = Lazy.numberValue({ produce: () => 15 });
    expect(() => functionJson({ rollout: Rollout.canary({ percent: 10, bakeMinutes }) })).toThrow(
      'Diagnosis/Classifier: bake (a token): must be known at synth, because the periods of the rollback alarms are ' +
        'computed from it. pass a literal duration',
    );
  });
});

describe('tokens of an endpoint', () => {
  const withToken = (props: (token: Tokens) => Partial<InferenceEndpointProps>) => {
    const stack = newStack();
    newEndpoint(stack, props(tokens(stack)));
    return synth(stack);
  };
  const variant = ({ graph }: Synthesized) =>
    (graph.ofType('AWS::SageMaker::EndpointConfig')[0].properties.ProductionVariants as Record<string, unknown>[])[0];
  const container = ({ graph }: Synthesized) =>
    graph.ofType('AWS::SageMaker::Model')[0].properties.PrimaryContainer as Record<string, unknown>;

  test('instanceType, and the container finds its device itself', () => {
    const synthesized = withToken(({ text }) => ({ instanceType: text }));
    expect(variant(synthesized).InstanceType).toBe(TEXT);
    expect(Object.keys(container(synthesized).Environment as object)).not.toContain('INFERENCE_DEVICE');
  });

  test('instanceCount', () => {
    expect(variant(withToken(({ number }) => ({ instanceCount: number }))).InitialInstanceCount).toBe(NUMBER);
  });

  test('the URI of an image', () => {
    expect(
      container(withToken(({ text }) => ({ container: ServingContainer.runtimeFromImageUri(text, REPOSITORY_ARN) })))
        .Image,
    ).toBe(TEXT);
  });

  test('the ARN of a repository', () => {
    const { graph } = withToken(({ text }) => ({ container: ServingContainer.runtimeFromImageUri(IMAGE_URI, text) }));
    expect(JSON.stringify(graph.ofType('AWS::IAM::RolePolicy')[0].properties)).toContain(`"Resource":"${TEXT}"`);
  });

  test('artifactsBucket', () => {
    expect(
      only(
        withToken(({ text }) => ({ artifactsBucket: text })),
        'aws_s3_object',
      ).bucket,
    ).toBe(TEXT);
  });

  test('environment', () => {
    const synthesized = withToken(({ text }) => ({ environment: { LOG_LEVEL: text } }));
    expect(container(synthesized).Environment).toMatchObject({ LOG_LEVEL: TEXT });
  });

  test('a release does not depend on the numbers of tokens', () => {
    const release = () => {
      const synthesized = withToken(({ text }) => ({
        container: ServingContainer.runtimeFromImageUri(text, REPOSITORY_ARN),
        environment: { LOG_LEVEL: text },
      }));
      return (container(synthesized).Environment as Record<string, string>).INFERENCE_RELEASE;
    };
    expect(release()).toMatch(/^[0-9a-f]{12}$/);
    expect(release()).toBe(release());
  });

  test('endpointName', () => {
    const { graph } = withToken(({ text }) => ({ endpointName: text }));
    expect(graph.ofType('AWS::SageMaker::Endpoint')[0].properties.EndpointName).toBe(TEXT);
  });

  test('latencyLimitMilliseconds', () => {
    const { graph } = withToken(({ number }) => ({ latencyLimitMilliseconds: number }));
    expect(graph.ofType(ALARM)[1].properties.Threshold).toBe(NUMBER);
  });

  test('expectedRequestsPerMinute', () => {
    const { graph } = withToken(({ number }) => ({ expectedRequestsPerMinute: number }));
    expect(graph.ofType(ALARM)[2].attributes?.InferenceConstructs).toMatchObject({ expectedRequestsPerMinute: NUMBER });
  });

  test('share of the canary, of which nothing is then concluded', () => {
    const { graph, messages } = withToken(({ number }) => ({
      rollout: Rollout.canary({ percent: number, bakeMinutes: 15 }),
      expectedRequestsPerMinute: 6,
    }));
    expect(graph.ofType('AWS::SageMaker::Endpoint')[0].properties).toMatchObject({
      DeploymentConfig: {
        BlueGreenUpdatePolicy: {
          TrafficRoutingConfiguration: { CanarySize: { Type: 'CAPACITY_PERCENT', Value: NUMBER } },
        },
      },
    });
    const concluded = messages.filter(({ text }) => !text.startsWith('image tag'));
    expect(concluded.map(({ level }) => level)).toEqual(['info']);
  });
});
