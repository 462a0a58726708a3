// An app of COUNT endpoints with our constructs, 50 in a stack. Prints the processor time of the whole process.
// node bench/synth-constructs.cjs COUNT OUTDIR
const { join } = require('node:path');
const { App, Stack } = require('aws-cdk-lib/core');
const { ModelPackage } = require('@inference-constructs/core');
const { InferenceEndpoint } = require('@inference-constructs/cdk');
const { CAPACITY, endpointName, perStack, spent, TARGET } = require('./synth-app.cjs');

const [, , count, outdir] = process.argv;
const app = new App({ outdir, analyticsReporting: false });
const model = ModelPackage.fromDirectory(join(__dirname, '../examples/diagnosis/models/v2'));
for (const { stack, numbers } of perStack(Number(count))) {
  const scope = new Stack(app, stack);
  for (const number of numbers) {
    const endpoint = new InferenceEndpoint(scope, `Endpoint${number}`, {
      model,
      endpointName: endpointName(number),
      expectedRequestsPerMinute: 600,
    });
    endpoint.autoScaleInstanceCount(CAPACITY).scaleOnInvocations('Invocations', TARGET);
  }
}
app.synth();
console.log(spent());
