import { checkOpsets, opsetNotes } from '@inference-constructs/core/out/serving/model-opset';
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
