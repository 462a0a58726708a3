import { checkContainerImage, tagNotes, uriNotes } from '../../../lib/src/serving/container-image';

const isUnresolved = (value: unknown) => String(value).startsWith('token');

describe('an image', () => {
  const ECR = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/runtime@sha256:00';

  test.each([
    ['in the region of the endpoint', { image: ECR, region: 'eu-west-1' }],
    ['in a region that is not known', { image: ECR, region: 'token' }],
    ['for a region that is a pseudo parameter', { image: ECR, region: '${AWS::Region}' }],
    ['that is not known', { image: 'token 123456789012.dkr.ecr.eu-west-1.amazonaws.com/r', region: 'us-east-1' }],
    ['of a registry of its own', { image: 'registry.example.com/runtime', region: 'us-east-1' }],
    ['of as many characters as there may be', { image: 'r'.repeat(255), region: 'us-east-1' }],
  ])('%s is taken', (_, container) => {
    expect(() => checkContainerImage(container, isUnresolved)).not.toThrow();
  });

  test.each([
    [
      { image: ECR, region: 'us-east-1' },
      `image ("${ECR}"): must be in us-east-1, where the endpoint is. replicate its repository to us-east-1`,
    ],
    [
      { image: 'r'.repeat(256), region: 'us-east-1' },
      'image (256 characters): at most 255. give its repository a shorter name',
    ],
  ])('%j is refused', (container, message) => {
    expect(() => checkContainerImage(container, isUnresolved)).toThrow(new Error(message));
  });
});

describe('a tag', () => {
  const DIGEST = `sha256:${'ab'.repeat(32)}`;
  const lambda =
    'image tag ("latest"): Lambda looks it up when it is deployed, and pushing another image under it deploys nothing. name the digest (sha256:…)';

  test.each([
    ['latest', [lambda]],
    [DIGEST, []],
    ['ab'.repeat(32), []],
    ['token', []],
  ])('%s', (tagOrDigest, notes) => {
    expect(tagNotes('Lambda', tagOrDigest, isUnresolved)).toEqual(notes);
  });

  test.each([
    ['registry.example.com:5000/runtime:latest', [lambda]],
    ['registry.example.com:5000/runtime', [lambda]],
    ['runtime', [lambda]],
    [`registry/runtime:latest@${DIGEST}`, []],
    [`registry/runtime@${DIGEST}`, []],
    ['token:latest', []],
  ])('in %s', (uri, notes) => {
    expect(uriNotes('Lambda', uri, isUnresolved)).toEqual(notes);
  });
});
