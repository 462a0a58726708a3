import { directory } from './support/assets';
import { endpointTemplate, functionTemplate, newFunction, newStack } from './support/synth';
import { packageDirectory, packageWith } from './support/packages';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Architecture } from 'aws-cdk-lib/aws-lambda';
import { Duration } from 'aws-cdk-lib/core';
import type { InferenceEndpointProps, OnnxFunctionProps } from '@inference-constructs/cdk';
import { Rollout, ServingContainer } from '@inference-constructs/cdk';
import { ModelPackage } from '@inference-constructs/core';
import type * as Assets from '../../constructs/cdk/src/assets';

const minutes = (amount: number) => Duration.minutes(amount);

describe('a function refuses', () => {
  test.each<[string, Partial<OnnxFunctionProps>, string]>([
    [
      'too little memory',
      { memorySize: 127 },
      'memory (127 MiB): a whole number from 128 to 10240 MiB. choose a value in that range',
    ],
    [
      'too much memory',
      { memorySize: 10241 },
      'memory (10241 MiB): a whole number from 128 to 10240 MiB. choose a value in that range',
    ],
    [
      'too long a timeout',
      { timeout: minutes(16) },
      'timeout (960 seconds): a whole number from 1 to 900 seconds. choose a value in that range',
    ],
    [
      'part of a second',
      { timeout: Duration.millis(1500) },
      'timeout (1.5 seconds): a whole number from 1 to 900 seconds. choose a value in that range',
    ],
    [
      'an empty canary',
      { rollout: Rollout.canary({ percent: 0, bake: minutes(15) }) },
      'canary percent (0): a whole number from 1 to 99. choose a share in that range, or an all-at-once rollout',
    ],
    [
      'a whole canary',
      { rollout: Rollout.canary({ percent: 100, bake: minutes(15) }) },
      'canary percent (100): a whole number from 1 to 99. choose a share in that range, or an all-at-once rollout',
    ],
    [
      'no bake',
      { rollout: Rollout.canary({ percent: 10, bake: minutes(0) }) },
      'bake (0 minutes): whole minutes from 3 to 2880. choose a bake in that range',
    ],
    [
      'part of a minute',
      { rollout: Rollout.canary({ percent: 10, bake: Duration.seconds(90) }) },
      'bake (1.5 minutes): whole minutes from 3 to 2880. choose a bake in that range',
    ],
    [
      'more than two days',
      { rollout: Rollout.canary({ percent: 10, bake: Duration.days(3) }) },
      'bake (4320 minutes): whole minutes from 3 to 2880. choose a bake in that range',
    ],
    [
      'an unknown processor',
      { architecture: Architecture.custom('riscv64') },
      'architecture ("riscv64"): x86_64 or arm64. pass Architecture.X86_64 or Architecture.ARM_64',
    ],
    [
      'an environment above 4 KiB',
      { environment: { MINE: 'x'.repeat(5000) } },
      'environment (5004 bytes of names and values): at most 4096 on Lambda. put it into a file of the model package, or into Parameter Store',
    ],
    [
      'a name of a variable that Lambda refuses',
      { environment: { _MINE: '' } },
      'environment variable ("_MINE"): a letter, and then letters, digits and underscores, two at least on Lambda. write for example "LOG_LEVEL"',
    ],
  ])('%s', (_, props, message) => {
    expect(() => functionTemplate(props)).toThrow(new Error(`Diagnosis/Classifier: ${message}`));
  });

  test('a package over the limit of Lambda', () => {
    const model = packageWith('over-the-limit', (manifest) => manifest, 260_000_000);
    const handler = readFileSync(join(directory, 'assets', 'handler', 'index.mjs')).length;
    expect(() => functionTemplate({ model })).toThrow(
      new Error(
        `Diagnosis/Classifier: size of model package, handler and onnxruntime layer (${260_000_000 + handler + 47_000_000} bytes): ` +
          'at most 262144000 bytes unzipped on Lambda. serve this model (260000000 bytes) with an image (up to 10 GiB) or an InferenceEndpoint, or make ' +
          'it smaller (quantization)',
      ),
    );
  });
});

describe('an endpoint refuses', () => {
  test.each<[string, Partial<InferenceEndpointProps>, string]>([
    [
      'a name of a variable that SageMaker refuses',
      { environment: { '1BAD-KEY': '' } },
      'environment variable ("1BAD-KEY"): letters, digits and underscores, not beginning with a digit on SageMaker. write for example "LOG_LEVEL"',
    ],
    [
      'a value of a variable above 1024 bytes',
      { environment: { MINE: 'x'.repeat(3000) } },
      'environment variable MINE (3000 bytes): at most 1024 bytes on SageMaker. put it into a file of the model package, or into Parameter Store',
    ],
    [
      'a blank in the name of an image',
      { container: ServingContainer.fromImageUri('registry/repository: latest', 'arn') },
      'image ("registry/repository: latest"): must have no blanks. write registry/repository@digest',
    ],
    [
      'an instance type of EC2',
      { instanceType: 'c7i.large' },
      'instance type ("c7i.large"): a SageMaker hosting type, "ml.<family>.<size>". write for example "ml.c7i.large" or "ml.g5.xlarge"',
    ],
    [
      'no instance',
      { instanceCount: 0 },
      'instance count (0): a whole number of at least 1. choose 2 or more for a canary',
    ],
    [
      'a canary of one instance',
      { instanceCount: 1 },
      'instance count (1): a canary needs at least 2 instances. set two or more, or choose an all-at-once rollout',
    ],
    [
      'a canary of more than half',
      { rollout: Rollout.canary({ percent: 51, bake: minutes(15) }) },
      'canary percent (51): at most 50 percent of the capacity on SageMaker. choose a smaller canary',
    ],
    [
      'a bake of more than an hour',
      { rollout: Rollout.canary({ percent: 10, bake: minutes(61) }) },
      'bake (61 minutes): at most 60 minutes on SageMaker. choose a shorter bake',
    ],
    [
      'a group of a VPC without the VPC',
      { securityGroups: [] },
      'vpc (none): securityGroups are of a VPC. set vpc too, or leave securityGroups out',
    ],
  ])('%s', (_, props, message) => {
    expect(() => endpointTemplate(props)).toThrow(new Error(`Diagnosis/Classifier: ${message}`));
  });
});

describe('a model package', () => {
  test('without its graph says what is missing', () => {
    const broken = packageDirectory('without-graph');
    const file = join(broken, 'model.onnx');
    rmSync(file);
    expect(() => functionTemplate({ model: ModelPackage.fromDirectory(broken) })).toThrow(
      new Error(`Diagnosis/Classifier: ${file} (missing): a model package holds model.onnx. export it there`),
    );
  });

  test('with half a graph says that it is not complete', () => {
    const broken = packageDirectory('truncated');
    const file = join(broken, 'model.onnx');
    writeFileSync(file, readFileSync(file).subarray(0, 500));
    expect(() => functionTemplate({ model: ModelPackage.fromDirectory(broken) })).toThrow(
      new Error(
        `Diagnosis/Classifier: ${file} (500 bytes): ends before the model in it is complete. copy or export it again`,
      ),
    );
  });

  test('whose signature is not that of its graph says so', () => {
    const broken = packageDirectory('mismatch');
    const file = join(broken, 'model.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"float32"', '"int64"'));
    expect(() => endpointTemplate({ model: ModelPackage.fromDirectory(broken) })).toThrow(
      new Error(
        `Diagnosis/Classifier: signature in ${file} (1 difference): must be that of model.onnx. correct it or export the ` +
          'model again:\n  input "features": type int64, the graph has float32',
      ),
    );
  });

  test('without two classes has no positive one', () => {
    const model = packageWith('no-classes', (manifest) => ({ ...manifest, classes: undefined, heldOut: undefined }));
    expect(() => newFunction(newStack(), { model }).metricPositive()).toThrow(
      new Error(
        'Diagnosis/Classifier: classes of diagnosis (0): only a model with 2 classes has a positive one. use metricPredictions',
      ),
    );
  });
});

test('a package that was not built says what to do', () => {
  const { handlerFiles, containerDirectory } = jest.requireActual<typeof Assets>('../../constructs/cdk/src/assets');
  const remedy =
    'missing from @inference-constructs/cdk. install the package again or, in a checkout, run "npm run build"';
  expect(() => handlerFiles('/nowhere')).toThrow(
    new Error(`the Lambda handler (${join('/nowhere', 'handler', 'index.mjs')}): ${remedy}`),
  );
  expect(() => containerDirectory('Dockerfile', '/nowhere')).toThrow(
    new Error(`the container of the runtime (${join('/nowhere', 'container', 'Dockerfile')}): ${remedy}`),
  );
});
