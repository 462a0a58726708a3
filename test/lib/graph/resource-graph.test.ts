import { ResourceGraph } from '@inference-constructs/core/out/graph/resource-graph';
import { ref } from '@inference-constructs/core/out/plan/plan';

const fn = { id: 'Fn', path: 'App/Fn', type: 'AWS::Lambda::Function', properties: {} };
const graph = new ResourceGraph([fn]);

test.each<[string, unknown, typeof fn | undefined]>([
  ['one whole reference', ref('Fn', 'Arn'), fn],
  ['a reference and more', `${ref('Fn')}x`, undefined],
  ['two references', `${ref('Fn')}${ref('Fn')}`, undefined],
  ['a reference within a text', `a${ref('Fn')}`, undefined],
  ['a reference to nothing', ref('Other'), undefined],
  ['no text', { Ref: 'Fn' }, undefined],
])('the target of %s', (_, value, target) => {
  expect(graph.target(value)).toBe(target);
});
