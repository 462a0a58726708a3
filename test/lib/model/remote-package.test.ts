import { ModelPackage } from '@inference-constructs/core';
import { join } from 'node:path';
import { knownPackage, loadedPackage } from '@inference-constructs/core/out/model/loaded-package';

const manifestFile = join(__dirname, '..', '..', '..', 'examples', 'diagnosis', 'models', 'v1', 'model.json');
const digest = `sha256:${'0'.repeat(64)}`;
const archive = (options: object = {}) =>
  ModelPackage.fromS3Archive({ bucketName: 'models', key: 'a.tar.gz', digest, manifestFile, ...options });

test('a package in S3 knows what its model.json says', () => {
  const model = archive();
  expect([model.name, model.version, model.digest, model.classNames]).toEqual([
    'diagnosis',
    '1.0.0',
    digest,
    ['malignant', 'benign'],
  ]);
});

test('a package in S3 does not know what is in its files', () => {
  const message = 'model (diagnosis): its files are in S3, and this needs them here. use ModelPackage.fromDirectory';
  expect(() => archive().bytes).toThrow(new Error(message));
  expect(() => loadedPackage(archive())).toThrow(new Error(message));
});

test.each<[string, () => ModelPackage, string]>([
  [
    'a digest of something else',
    () => archive({ digest: 'md5:1' }),
    'digest ("md5:1"): "sha256:" and 64 hexadecimal digits. write what ModelPackage.fromDirectory(...).digest says of the files',
  ],
  [
    'a zip',
    () => archive({ key: 'a.zip' }),
    'key ("a.zip"): SageMaker takes one .tar.gz. pack the directory with "tar -czf model.tar.gz -C DIRECTORY ."',
  ],
  [
    'a prefix with a slash at its end',
    () => ModelPackage.fromS3Prefix({ bucketName: 'models', prefix: 'a/', digest, manifestFile }),
    'prefix ("a/"): not empty, without a slash at either end. write for example "models/diagnosis/1.0.0"',
  ],
  [
    'the ARN of an endpoint',
    () =>
      ModelPackage.fromRegistry({
        modelPackageArn: 'arn:aws:sagemaker:us-east-1:123456789012:endpoint/a',
        modelDataArn: '',
        imageRepositoryArn: '',
        digest,
        manifestFile,
      }),
    'model package ARN ("arn:aws:sagemaker:us-east-1:123456789012:endpoint/a"): one version of SageMaker\'s model registry. ' +
      'write arn:aws:sagemaker:<region>:<account>:model-package/<group>/<version>',
  ],
])('%s is refused when the package is used', (_, make, message) => {
  expect(() => knownPackage(make())).toThrow(new Error(message));
});
