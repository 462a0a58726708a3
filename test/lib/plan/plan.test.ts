import { literalName } from '@inference-constructs/core/out/plan/names';
import { ref, referencesIn, resolveReferences } from '@inference-constructs/core/out/plan/plan';

test('references are found and replaced wherever they stand', () => {
  const value = { a: [`${ref('Role', 'Arn')}:x`, 1], b: { c: ref('Fn') } };
  expect(referencesIn(value)).toEqual([
    { id: 'Role', attribute: 'Arn' },
    { id: 'Fn', attribute: 'Ref' },
  ]);
  expect(resolveReferences(value, (id, attribute) => `<${id}.${attribute}>`)).toEqual({
    a: ['<Role.Arn>:x', 1],
    b: { c: '<Fn.Ref>' },
  });
});

test('objects of an engine pass through untouched', () => {
  const token = new Date(0);
  expect(resolveReferences({ token }, () => '')).toEqual({ token });
  expect(resolveReferences({ token }, () => '').token).toBe(token);
});

test('a literal name is readable, fits, and differs by path', () => {
  expect(literalName(['My_Stack', 'Classifier'], 'a', 63)).toMatch(/^My-Stack-Classifier-[0-9a-f]{8}$/);
  expect(literalName(['x'.repeat(100)], 'a', 63)).toHaveLength(63);
  expect(literalName(['s'], 'a', 63)).not.toBe(literalName(['s'], 'b', 63));
});

test.each([
  ['@{Fn.Arn}', 'Fn', 'Arn'],
  ['@{aws_iam_role.name.Arn}', 'aws_iam_role.name', 'Arn'],
  ['@{Stack/Fn.Arn}', 'Stack/Fn', 'Arn'],
  ['@{Stack/Nested/Fn.Outputs.Name}', 'Stack/Nested/Fn', 'Outputs.Name'],
  ['@{Stack/aws_iam_role.name.Arn}', 'Stack/aws_iam_role.name', 'Arn'],
])('%s refers to %s', (text, id, attribute) => {
  expect(referencesIn(text)).toEqual([{ id, attribute }]);
});
