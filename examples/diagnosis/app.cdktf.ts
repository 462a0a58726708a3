import { join } from 'node:path';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { InferenceEndpoint, OnnxFunction, ServingContainer } from '@inference-constructs/cdktf';
import { ModelPackage } from '@inference-constructs/core';

// MODEL=v1 | v2 | v3 cdktf synth
const app = new App();
const version = process.env.MODEL ?? 'v2';
const model = ModelPackage.fromDirectory(join(__dirname, '..', '..', 'diagnosis', 'models', version));

const serverless = new TerraformStack(app, 'Diagnosis');
new AwsProvider(serverless, 'aws', { region: 'us-east-1' });
new OnnxFunction(serverless, 'Classifier', { model, expectedRequestsPerMinute: 60 });

const instances = new TerraformStack(app, 'DiagnosisEndpoint');
new AwsProvider(instances, 'aws', { region: 'us-east-1' });
new InferenceEndpoint(instances, 'Classifier', {
  model,
  expectedRequestsPerMinute: 600,
  artifactsBucket: 'diagnosis-artifacts',
  container: ServingContainer.runtimeFromImageUri(
    '123456789012.dkr.ecr.us-east-1.amazonaws.com/inference-runtime:0.1.0',
    'arn:aws:ecr:us-east-1:123456789012:repository/inference-runtime',
  ),
});
app.synth();
