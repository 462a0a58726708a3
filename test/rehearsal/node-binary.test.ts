import { findNode } from '@inference-constructs/rehearsal/node-binary';

const node = (version: string) => ({ path: `/node-${version}`, version });

test.each([
  ['nodejs22.x', ['22.1.0'], '22.1.0'],
  ['nodejs22.x', ['24.0.0', '22.23.3'], '22.23.3'],
  ['nodejs24.x', ['20.20.2', '22.23.3'], '22.23.3'],
  ['nodejs22.x', ['20.20.2', '24.0.0'], '24.0.0'],
  ['nodejs20.x', ['20.20.2', '22.23.3'], '20.20.2'],
])('%s of %j: %s', (runtime, versions, found) => {
  expect(findNode(runtime, versions.map(node))).toEqual(node(found));
});

test('too old everywhere', () => {
  expect(() => findNode('nodejs22.x', [node('20.20.2')])).toThrow(
    `Node.js (${process.versions.node}): at least 22 to run nodejs22.x. use a newer Node.js, or run "npm install node-${process.platform}-${process.arch}@22"`,
  );
});
