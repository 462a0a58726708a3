import { diagnosis, IMAGE_URI, newFunction, newStack, only, outdir, synth } from './support/synth';
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { Architecture } from 'aws-cdk-lib/aws-lambda';
import { App, Stack } from 'aws-cdk-lib/core';
import { FunctionImage } from '@inference-constructs/cdk';
import { stagedDirectory } from '../../constructs/cdk/src/serving/staged-directory';

const inImage = (image: FunctionImage, architecture?: Architecture) => {
  const stack = newStack();
  newFunction(stack, { image, architecture, onnxruntimeLayer: undefined });
  return synth(stack);
};

interface DockerAsset {
  readonly source: { readonly directory: string; readonly platform?: string };
}

test.each([
  [Architecture.X86_64, 'linux/amd64'],
  [Architecture.ARM_64, 'linux/arm64'],
])('the image of the handler and the model is built for %s when the CDK deploys', (architecture, platform) => {
  const synthesized = inImage(FunctionImage.runtime(), architecture);
  const { Code, PackageType, Handler, Runtime, Layers } = only(synthesized, 'AWS::Lambda::Function').Properties;
  expect({ PackageType, Handler, Runtime, Layers }).toEqual({ PackageType: 'Image' });
  expect(JSON.stringify(Code)).toMatch(/dkr\.ecr\..*container-assets/);
  const { dockerImages } = JSON.parse(readFileSync(join(outdir, 'Diagnosis.assets.json'), 'utf8')) as {
    dockerImages: Record<string, DockerAsset>;
  };
  const [{ source }] = Object.values(dockerImages);
  expect(source.platform).toBe(platform);
  const files = readdirSync(join(outdir, source.directory), { recursive: true }).map(String);
  expect(files).toEqual(expect.arrayContaining(['Dockerfile', 'model/model.onnx', 'model/model.json']));
});

test('a synth that stops while it copies leaves nothing that the next one takes for the image', () => {
  const folder = mkdtempSync(join(outdir, '..', 'staged-'));
  const app = new App({ outdir: join(folder, 'cdk.out'), treeMetadata: false, analyticsReporting: false });
  const stack = new Stack(app, 'Diagnosis');
  const source = join(folder, 'source');
  writeFileSync(source, 'content');
  const named = (...paths: string[]) => paths.map((path) => ({ path, source, bytes: 7 }));
  const directories = () => readdirSync(app.outdir).filter((name) => /^function-image\.[0-9a-f]+$/.test(name));
  // What is a file is no directory: the second is not copied.
  expect(() => stagedDirectory(stack, named('a', 'a/b'))).toThrow('EEXIST');
  expect(directories()).toEqual([]);

  const staged = stagedDirectory(stack, named('a', 'b'));
  expect(directories()).toEqual([basename(staged)]);
  renameSync(staged, `${staged}.${process.pid}`);
  writeFileSync(join(`${staged}.${process.pid}`, 'left'), '');
  expect(readdirSync(stagedDirectory(stack, named('a', 'b')))).toEqual(['a', 'b']);
  rmSync(folder, { recursive: true });
});

test('another model is another image, and so another version', () => {
  const versionOf = (version: 'v1' | 'v2') => {
    const stack = newStack();
    newFunction(stack, { model: diagnosis(version), image: FunctionImage.runtime(), onnxruntimeLayer: undefined });
    return synth(stack).graph.ofType('AWS::Lambda::Version')[0].id;
  };
  expect(versionOf('v1')).toBe(versionOf('v1'));
  expect(versionOf('v2')).not.toBe(versionOf('v1'));
});

test('an image in a repository is told by its digest; a tag is advised against', () => {
  const stack = newStack();
  const repository = Repository.fromRepositoryName(stack, 'Repository', 'diagnosis');
  const image = FunctionImage.fromEcrRepository(repository, 'latest');
  newFunction(stack, { image, onnxruntimeLayer: undefined });
  const { messages } = synth(stack);
  expect(messages.map(({ text }) => text)).toContain(
    'image tag ("latest"): Lambda looks it up when it is deployed, and pushing another image under it deploys nothing. name the digest (sha256:…) [ack: @inference-constructs/cdk:image-by-tag]',
  );
});

test('an image by its URI, and no layer beside it', () => {
  expect(only(inImage(FunctionImage.fromImageUri(IMAGE_URI)), 'AWS::Lambda::Function').Properties.Code).toEqual({
    ImageUri: IMAGE_URI,
  });
  expect(() => newFunction(newStack(), { image: FunctionImage.fromImageUri(IMAGE_URI) })).toThrow(
    new Error(
      'Diagnosis/Classifier: onnxruntime layer (given): not with an image, which has onnxruntime in it. leave out the layer or the image',
    ),
  );
});
