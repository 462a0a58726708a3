import { graphOfTemplate } from '@inference-constructs/core/out/graph/cloudformation';
import { breaches, describeBreach } from '@inference-constructs/core/out/rules/engine';
import { isUnresolvedValue } from '@inference-constructs/core/out/rules/unresolved';

function found(type: string, properties: object): string[] {
  const template = { Resources: { It: { Type: `AWS::Lambda::${type}`, Properties: properties } } };
  return breaches(graphOfTemplate(template as never), { isUnresolved: isUnresolvedValue }).map(describeBreach);
}

const IMAGE = { Code: { ImageUri: 'repository@sha256:00' } };

test.each([
  [
    'Url',
    { Cors: { AllowOrigins: ['https://a.example.com/page'], AllowMethods: ['OPTIONS'], MaxAge: 90_000 } },
    [
      '[url-cors-out-of-range] It: allowed origin ("https://a.example.com/page"): "*", or scheme and host as a browser sends them, without a path or a slash at the end, in at most 253 characters. write for example "https://app.example.com"',
      '[url-cors-out-of-range] It: allowed method ("OPTIONS"): one of GET, PUT, HEAD, POST, PATCH, DELETE, *. leave it out; Lambda answers OPTIONS itself',
      '[url-cors-out-of-range] It: max age (90000 s): whole seconds from 0 to 86400. choose a value in that range',
    ],
  ],
  ['Url', { Cors: { AllowOrigins: ['*', { Ref: 'Origin' }], AllowMethods: ['POST'], MaxAge: { Ref: 'Age' } } }, []],
  ['Url', {}, []],
  [
    'Function',
    { ...IMAGE, Handler: 'index.handler', Runtime: 'nodejs22.x', Layers: ['arn'] },
    [
      '[image-with-zip-properties] It: Layers (given): not with PackageType Image. leave it out; copy what they hold into the image',
      '[image-with-zip-properties] It: Handler (given): not with PackageType Image. leave it out; name it in CMD, or in ImageConfig.Command',
      '[image-with-zip-properties] It: Runtime (given): not with PackageType Image. leave it out; it is that of the base image',
    ],
  ],
  ['Function', { ...IMAGE, PackageType: 'Image', Layers: [] }, []],
  [
    'Function',
    { ...IMAGE, SnapStart: { ApplyOn: 'PublishedVersions' } },
    [
      '[snapstart-unsupported] It: SnapStart (PublishedVersions): not for a container image. leave it out, and set provisioned concurrency against cold starts',
    ],
  ],
  [
    'Function',
    { Runtime: 'nodejs22.x', SnapStart: { ApplyOn: 'PublishedVersions' } },
    [
      '[snapstart-unsupported] It: SnapStart (PublishedVersions): not for nodejs22.x. leave it out, and set provisioned concurrency against cold starts',
    ],
  ],
  ['Function', { Runtime: 'python3.13', SnapStart: { ApplyOn: 'PublishedVersions' } }, []],
  ['Function', { Runtime: 'nodejs22.x', SnapStart: { ApplyOn: 'None' } }, []],
])('a %s with %j', (type, properties, expected) => {
  expect(found(type, properties)).toEqual(expected);
});
