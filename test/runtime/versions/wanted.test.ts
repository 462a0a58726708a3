import { wantedVersion } from '@inference-constructs/runtime/versions/wanted';

const ATTRIBUTES = 'x-amzn-sagemaker-custom-attributes';

it.each([
  ['nothing', '/invocations', {}, undefined],
  ['the header', '/invocations', { 'x-inference-version': '1.2.0' }, '1.2.0'],
  ['an empty header', '/invocations', { 'x-inference-version': '' }, undefined],
  ['an attribute', '/invocations', { [ATTRIBUTES]: 'version=1.2.0' }, '1.2.0'],
  ['an attribute among others', '/invocations', { [ATTRIBUTES]: 'a=b; version = 1.2.0-rc.1+7 ,c=d' }, '1.2.0-rc.1+7'],
  ['an attribute whose name only ends so', '/invocations', { [ATTRIBUTES]: 'subversion=1.2.0' }, undefined],
  ['attributes of another kind', '/invocations', { [ATTRIBUTES]: 'trace 7' }, undefined],
  ['the path', '/v2/models/m/versions/1.2.0/infer?x=y', {}, '1.2.0'],
  ['the path, encoded', '/v2/models/m/versions/1.2.0%2B7', {}, '1.2.0+7'],
  ['a path that no version is called like', '/v2/models/m/versions/%ff/infer', {}, '%ff'],
  ['path before header', '/v2/models/m/versions/1.2.0', { 'x-inference-version': '3.0.0' }, '1.2.0'],
  ['header before attribute', '/x', { 'x-inference-version': '1.0.0', [ATTRIBUTES]: 'version=2.0.0' }, '1.0.0'],
])('reads %s', (_, url, headers, expected) => {
  expect(wantedVersion(url, headers)).toBe(expected);
});
