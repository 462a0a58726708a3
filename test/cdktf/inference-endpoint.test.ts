import { diagnosis, endpointJson, IMAGE, newEndpoint, newStack, only, synth } from './support/synth';
import type { Arguments, Synthesized } from './support/synth';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import type { TerraformStack } from 'cdktf';
import { InferenceEndpoint } from '@inference-constructs/cdktf';

const addressOf = ({ json }: Synthesized, type: string) => `${type}.${Object.keys(json.resource[type])[0]}`;

describe('what is deployed', () => {
  const synthesized = endpointJson();
  const object = only(synthesized, 'aws_s3_object');

  test('is one archive of the model package', () => {
    const listed = execFileSync('tar', ['tzf', join(synthesized.directory, String(object.source))], {
      encoding: 'utf8',
    });
    expect(listed.trim().split('\n')).toEqual(['golden.jsonl', 'model.json', 'model.onnx']);
  });

  const keyIn = (synthesized: Synthesized) => String(only(synthesized, 'aws_s3_object').key);

  test('goes to the bucket under the endpoint, the model and the digest of the package', () => {
    const digest = diagnosis().digest.replace('sha256:', '');
    expect(object.bucket).toBe('artifacts');
    expect(keyIn(synthesized).replace(/-[0-9a-f]{8}\//, '-…/')).toBe(
      `inference-constructs/Diagnosis-Classifier-…/diagnosis/${digest}-\${${addressOf(synthesized, 'terraform_data')}.id}.tar.gz`,
    );
  });

  test('is the endpoint’s own: endpoints that share a bucket and a model do not share an object', () => {
    const stack = newStack();
    for (const id of ['A', 'B', 'A-']) new InferenceEndpoint(stack, id, { model: diagnosis(), ...IMAGE });
    const keys = Object.values(synth(stack).json.resource.aws_s3_object).map(({ key }) => key);
    const other = newStack('Other');
    newEndpoint(other);
    expect(new Set([...keys, keyIn(synthesized), keyIn(synth(other))]).size).toBe(5);
  });

  test('is not uploaded again while the model stays the same', () => {
    expect(only(endpointJson({ instanceCount: 4 }), 'aws_s3_object')).toEqual(object);
  });

  test('is uploaded before the model is made, and fetched by the role alone', () => {
    const address = addressOf(synthesized, 'aws_s3_object');
    expect(only(synthesized, 'aws_sagemaker_model').primary_container).toMatchObject({
      model_data_url: `s3://\${${address}.bucket}/\${${address}.key}`,
    });
    expect(only(synthesized, 'aws_iam_role_policy').policy).toContain(
      `{"Effect":"Allow","Action":["s3:GetObject"],"Resource":"arn:\${data.aws_partition.InferencePartition.partition}:s3:::\${${address}.bucket}/\${${address}.key}"}`,
    );
  });
});

describe('name', () => {
  const nameIn = (synthesized: Synthesized) => only(synthesized, 'aws_sagemaker_endpoint').name;

  test('is a literal that the endpoint, the container and the alarms share', () => {
    const synthesized = endpointJson();
    const name = String(nameIn(synthesized));
    expect(name).toMatch(/^Diagnosis-Classifier-[0-9a-f]{8}$/);
    expect(JSON.stringify(only(synthesized, 'aws_sagemaker_model'))).toContain(`"INFERENCE_ENDPOINT_NAME":"${name}"`);
    for (const alarm of Object.values(synthesized.json.resource.aws_cloudwatch_metric_alarm)) {
      expect(JSON.stringify(alarm)).toContain(`"EndpointName":"${name}"`);
    }
  });

  test('and every other stay within the limits of AWS', () => {
    const stack = newStack('A'.repeat(80));
    new InferenceEndpoint(stack, 'B'.repeat(120), { model: diagnosis(), ...IMAGE });
    const synthesized = synth(stack);
    expect(String(nameIn(synthesized)).length).toBeLessThanOrEqual(63);
    const config = String(only(synthesized, 'aws_sagemaker_endpoint_configuration').name_prefix);
    expect(config.length).toBeLessThanOrEqual(37);
    for (const alarm of Object.values(synthesized.json.resource.aws_cloudwatch_metric_alarm)) {
      expect(String(alarm.alarm_name).replace(/\$\{.*\}/, 'x'.repeat(63)).length).toBeLessThanOrEqual(255);
    }
  });

  test('differs from stack to stack', () => {
    expect(newEndpoint(newStack('Other')).endpointName).not.toBe(newEndpoint(newStack()).endpointName);
  });

  test('can be chosen', () => {
    expect(nameIn(endpointJson({ endpointName: 'triage' }))).toBe('triage');
  });
});

describe('a release', () => {
  const synthesized = endpointJson();
  const config = `\${${addressOf(synthesized, 'aws_sagemaker_endpoint_configuration')}.name}`;

  test('brings new alarms: their names end in the configuration', () => {
    const names = Object.values(synthesized.json.resource.aws_cloudwatch_metric_alarm).map((alarm) =>
      String(alarm.alarm_name),
    );
    expect(names).toHaveLength(3);
    for (const name of names) expect(name.endsWith(`-${config}`)).toBe(true);
  });

  test.each(['aws_sagemaker_model', 'aws_sagemaker_endpoint_configuration', 'aws_s3_object', 'terraform_data'])(
    '%s of the old one stays until the new one serves',
    (type) => {
      expect(only(synthesized, type).lifecycle).toEqual({ create_before_destroy: true });
    },
  );

  test('that was rolled back fails the apply, before anything of the last one is destroyed', () => {
    const address = addressOf(synthesized, 'aws_sagemaker_endpoint_configuration');
    expect(only(synthesized, 'aws_sagemaker_endpoint').lifecycle).toEqual({
      postcondition: [
        {
          condition: `\${(self.endpoint_config_name == ${address}.name)}`,
          error_message:
            'The deployment was rolled back: the endpoint serves its last release again, and nothing of that release was ' +
            'destroyed. See the history of the rollback alarms and the failure reason in "aws sagemaker describe-endpoint", ' +
            'fix the release and apply again. Do not apply the same release again: it would be deployed, and rolled back, ' +
            'once more.',
        },
      ],
    });
  });

  test('that is back after a rollback shares neither archive nor policy with what is still to be deleted', () => {
    expect(only(synthesized, 'terraform_data').triggers_replace).toEqual({
      digest: diagnosis().digest.replace('sha256:', ''),
    });
    expect(only(synthesized, 'aws_iam_role_policy').name).toBeUndefined();
    expect(only(synthesized, 'aws_iam_role_policy').name_prefix).toMatch(/^serve-model-[0-9a-f]{12}-$/);
  });

  test('waits for the policy of the role', () => {
    const policy = addressOf(synthesized, 'aws_iam_role_policy');
    expect(only(synthesized, 'aws_sagemaker_model').depends_on).toEqual([policy]);
    expect(only(synthesized, 'aws_sagemaker_endpoint').depends_on).toEqual([policy]);
  });
});

describe('data sources', () => {
  const dataOf = (stack: TerraformStack) => {
    const { data } = synth(stack).json as unknown as { data: Record<string, Arguments> };
    return Object.entries(data).map(([type, named]) => [type, Object.keys(named).length]);
  };

  test('are one of a kind in a stack, and none of them asks AWS', () => {
    const stack = newStack();
    new InferenceEndpoint(stack, 'A', { model: diagnosis(), ...IMAGE });
    new InferenceEndpoint(stack, 'B', { model: diagnosis(), ...IMAGE });
    expect(dataOf(stack)).toEqual([
      ['aws_partition', 1],
      ['aws_region', 1],
    ]);
  });

  test('ask AWS for the account of an endpoint that was made elsewhere', () => {
    const stack = newStack();
    for (const name of ['a', 'b']) InferenceEndpoint.fromEndpointName(stack, name, name);
    expect(dataOf(stack)).toContainEqual(['aws_caller_identity', 1]);
  });
});

test('the right to invoke is to this endpoint', () => {
  const stack = newStack();
  newEndpoint(stack).grantInvoke(new IamRole(stack, 'Caller', { assumeRolePolicy: '{}' }));
  const synthesized = synth(stack);
  const granted = synthesized.graph
    .ofType('AWS::IAM::RolePolicy')
    .find(({ properties }) => properties.RoleName === '@{aws_iam_role.Caller.Ref}');
  expect(granted?.properties.PolicyDocument).toMatchObject({
    Statement: [
      {
        Action: ['sagemaker:InvokeEndpoint'],
        Resource: `@{${addressOf(synthesized, 'aws_sagemaker_endpoint')}.Ref}`,
      },
    ],
  });
});

describe('metrics', () => {
  const endpoint = newEndpoint(newStack());
  const dimensions = { EndpointName: endpoint.endpointName };

  test.each([
    ['metricInvocations', 'Invocations', 'Sum'],
    ['metricInvocation5xxErrors', 'Invocation5XXErrors', 'Sum'],
    ['metricModelLatency', 'ModelLatency', 'Average'],
  ] as const)('%s is that of the variant', (method, metricName, stat) => {
    expect(endpoint[method]()).toEqual({
      namespace: 'AWS/SageMaker',
      metricName,
      stat,
      period: 300,
      dimensions: { ...dimensions, VariantName: 'live' },
    });
  });

  test.each([
    ['metricPredictions', 'Predictions'],
    ['metricPositive', 'Positive'],
  ] as const)('%s is that of the model package', (method, metricName) => {
    expect(endpoint[method]({ periodSeconds: 60 })).toEqual({
      namespace: 'InferenceConstructs',
      metricName,
      stat: 'Sum',
      period: 60,
      dimensions: { ...dimensions, ModelDigest: diagnosis().digest },
    });
  });
});
