import { directory } from './support/assets';
import { endpointJson, functionJson, newFunction, newStack } from './support/synth';
import { foreignPackage, packageDirectory, packageWith } from './support/packages';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { InferenceEndpointProps, OnnxFunctionProps } from '@inference-constructs/cdktf';
import { Rollout, ServingContainer } from '@inference-constructs/cdktf';
import type * as Assets from '../../constructs/cdktf/src/assets';
import type * as LayerZip from '../../constructs/cdktf/src/serving/layer-zip';

const handlerBytes = () => readFileSync(join(directory, 'assets', 'handler', 'index.mjs')).length;

describe('a function refuses', () => {
  test.each<[string, Partial<OnnxFunctionProps>, string]>([
    [
      'too little memory',
      { memorySize: 127 },
      'memory (127 MiB): a whole number from 128 to 10240 MiB. choose a value in that range',
    ],
    [
      'too long a timeout',
      { timeoutSeconds: 960 },
      'timeout (960 seconds): a whole number from 1 to 900 seconds. choose a value in that range',
    ],
    [
      'a whole canary',
      { rollout: Rollout.canary({ percent: 100, bakeMinutes: 15 }) },
      'canary percent (100): a whole number from 1 to 99. choose a share in that range, or an all-at-once rollout',
    ],
    [
      'part of a minute',
      { rollout: Rollout.allAtOnce({ bakeMinutes: 1.5 }) },
      'bake (1.5 minutes): whole minutes from 3 to 2880. choose a bake in that range',
    ],
    [
      'an unknown processor',
      { architecture: 'riscv64' },
      'architecture ("riscv64"): x86_64 or arm64. write one of them',
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
    expect(() => functionJson(props)).toThrow(new Error(`Diagnosis/Classifier: ${message}`));
  });

  test('a package over the limit of Lambda', () => {
    const model = packageWith('over-the-limit', (manifest) => manifest, 260_000_000);
    expect(() => functionJson({ model })).toThrow(
      new Error(
        `Diagnosis/Classifier: size of model package, handler and onnxruntime layer (${260_000_000 + handlerBytes() + 47_000_000} bytes): ` +
          'at most 262144000 bytes unzipped on Lambda. serve this model (260000000 bytes) with an image (up to 10 GiB) or an InferenceEndpoint, or make ' +
          'it smaller (quantization)',
      ),
    );
  });

  test('a package over what Terraform uploads', () => {
    const model = packageWith('over-the-upload', (manifest) => manifest, 60_000_000);
    expect(() => functionJson({ model })).toThrow(
      new Error(
        `Diagnosis/Classifier: size of model package and handler (${60_000_000 + handlerBytes()} bytes): Terraform uploads at ` +
          'most 52428800 bytes of code to Lambda. serve this model (60000000 bytes) with an InferenceEndpoint, or make it ' +
          'smaller (quantization)',
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
      'a canary of one instance',
      { instanceCount: 1 },
      'instance count (1): a canary needs at least 2 instances. set two or more, or choose an all-at-once rollout',
    ],
    [
      'a bake of more than an hour',
      { rollout: Rollout.canary({ percent: 10, bakeMinutes: 61 }) },
      'bake (61 minutes): at most 60 minutes on SageMaker. choose a shorter bake',
    ],
    [
      'a canary for which the provider does not wait',
      { rollout: Rollout.canary({ percent: 10, bakeMinutes: 30 }) },
      'deployment (5400 s with a bake of 30 minutes): at most 3600 s, for which the provider waits. choose a shorter bake',
    ],
  ])('%s', (_, props, message) => {
    expect(() => endpointJson(props)).toThrow(new Error(`Diagnosis/Classifier: ${message}`));
  });
});

describe('a model package', () => {
  test('without its graph says what is missing', () => {
    const broken = packageDirectory('without-graph');
    const file = join(broken, 'model.onnx');
    rmSync(file);
    expect(() => functionJson({ model: foreignPackage(broken) })).toThrow(
      new Error(`Diagnosis/Classifier: ${file} (missing): a model package holds model.onnx. export it there`),
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
  const { handlerFiles } = jest.requireActual<typeof Assets>('../../constructs/cdktf/src/assets');
  expect(() => handlerFiles('/nowhere')).toThrow(
    new Error(
      `the Lambda handler (${join('/nowhere', 'handler', 'index.mjs')}): missing from @inference-constructs/cdktf. ` +
        'install the package again or, in a checkout, run "npm run build"',
    ),
  );
});

test('a layer package that is not there says what to install', () => {
  const { layerZip } = jest.requireActual<typeof LayerZip>('../../constructs/cdktf/src/serving/layer-zip');
  expect(layerZip('x86_64', (request) => request)).toBe('@inference-constructs/onnx-layer-linux-x64/layer.zip');
  const resolve = () => {
    throw new Error('MODULE_NOT_FOUND');
  };
  expect(() => layerZip('arm64', resolve)).toThrow(
    new Error(
      'onnxruntime layer for arm64 (@inference-constructs/onnx-layer-linux-arm64): not installed. ' +
        'run "npm install @inference-constructs/onnx-layer-linux-arm64", or pass onnxruntimeLayerArn',
    ),
  );
});
