// An app of COUNT endpoints with our constructs for CDK for Terraform, in one stack. Prints the processor time of the whole
// process. node bench/synth-constructs-cdktf.cjs COUNT OUTDIR
const { join } = require('node:path');
const { AwsProvider } = require('@cdktf/provider-aws/lib/provider');
const { App, TerraformStack } = require('cdktf');
const { ModelPackage } = require('@inference-constructs/core');
const { InferenceEndpoint, ServingContainer } = require('@inference-constructs/cdktf');
const { CAPACITY, endpointName, spent, TARGET } = require('./synth-app.cjs');

const [, , count, outdir] = process.argv;
const app = new App({ outdir, stackTraces: false });
const model = ModelPackage.fromDirectory(join(__dirname, '../examples/diagnosis/models/v2'));
const stack = new TerraformStack(app, 'Stack0');
new AwsProvider(stack, 'aws', { region: 'us-east-1' });
const container = ServingContainer.runtimeFromImageUri(
  '123456789012.dkr.ecr.us-east-1.amazonaws.com/inference-runtime:0.1.0',
  'arn:aws:ecr:us-east-1:123456789012:repository/inference-runtime',
);
for (let number = 0; number < Number(count); number++) {
  const endpoint = new InferenceEndpoint(stack, `Endpoint${number}`, {
    model,
    container,
    artifactsBucket: 'artifacts',
    endpointName: endpointName(number),
    expectedRequestsPerMinute: 600,
  });
  endpoint.autoScaleInstanceCount(CAPACITY).scaleOnInvocations('Invocations', TARGET);
}
app.synth();
console.log(spent());
