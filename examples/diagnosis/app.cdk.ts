import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib/core';
import { InferenceEndpoint, OnnxFunction } from '@inference-constructs/cdk';
import { ModelPackage } from '@inference-constructs/core';

// cdk synth -c model=v1 | v2 | v3
const app = new App();
const version = String(app.node.tryGetContext('model') ?? 'v2');
const model = ModelPackage.fromDirectory(join(__dirname, '..', '..', 'diagnosis', 'models', version));

const serverless = new Stack(app, 'Diagnosis');
new OnnxFunction(serverless, 'Classifier', { model, expectedRequestsPerMinute: 60 });

// Its own stack: deploying it builds a container image, which needs Docker.
const instances = new Stack(app, 'DiagnosisEndpoint');
new InferenceEndpoint(instances, 'Classifier', { model, expectedRequestsPerMinute: 600 });
