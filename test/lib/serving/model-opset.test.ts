import { checkOpsets, opsetNotes, unreadNotes } from '@inference-constructs/core/out/serving/model-opset';
import type { ServedModel } from '@inference-constructs/core/out/serving/served-model';

const model = (opsets: Record<string, number>, irVersion = 8) =>
  ({ manifest: { name: 'triage' }, digest: 'sha256:00', graph: { irVersion, opsets } }) as unknown as ServedModel;

test.each([
  [
    model({ 'ai.onnx': 27, 'ai.onnx.ml': 5 }),
    'opset of triage (ai.onnx 27): at most 26 in onnxruntime 1.30.0, which the runtime has. export the model with opset 26 or less',
  ],
  [
    model({ 'ai.onnx': 17, 'ai.onnx.ml': 6 }),
    'opset of triage (ai.onnx.ml 6): at most 5 in onnxruntime 1.30.0, which the runtime has. export the model with opset 5 or less',
  ],
  [
    model({ 'ai.onnx': 17 }, 14),
    'IR version of triage (14): at most 13 in onnxruntime 1.30.0, which the runtime has. export the model with an older version of onnx',
  ],
])('a model that is too new is refused, and told of where the layer is the author’s', (tooNew, message) => {
  expect(() => checkOpsets(tooNew)).toThrow(new Error(message));
  expect(opsetNotes(tooNew)).toEqual([`${message}. your own layer must have a newer one`]);
});

test.each([
  model({ 'ai.onnx': 26, 'ai.onnx.ml': 5, 'com.microsoft': 1, 'my.domain': 9 }, 13),
  model({ 'ai.onnx': 1 }, 3),
  { ...model({}), graph: undefined },
])('others are not', (served) => {
  expect(() => checkOpsets(served)).not.toThrow();
  expect(opsetNotes(served)).toEqual([]);
});

const MOST = 'onnxruntime 1.30.0, which the runtime has, loads at most opset 26 of ai.onnx and IR version 13';

test('a model that nobody read is told of, once', () => {
  const unread = { model: { ...model({}), graph: undefined } };
  const registered = { ...unread, registryArn: 'arn:aws:sagemaker:us-east-1:123456789012:model-package/triage/1' };
  expect(unreadNotes([unread, unread, { model: model({ 'ai.onnx': 17 }) }, registered])).toEqual([
    `ONNX versions of triage (not read): its files are in S3, and ${MOST}. pin it with "inference lock DIRECTORY --s3 …", which reads them`,
    `ONNX versions of triage (not read): the version in the registry brings its own image, which has to load them; ${MOST}. compare them where the image is made`,
  ]);
});
