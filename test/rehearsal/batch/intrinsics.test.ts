import { callIntrinsic, whyNotIntrinsic } from '@inference-constructs/rehearsal/state-machine/intrinsics';

const DATA: Record<string, unknown> = {
  '$.name': 'n1',
  '$.list': [1, 2, 2, 3],
  '$.number': 4,
  '$.object': { a: 1 },
  "$['a, b']": 'comma',
};
const call = (text: string) => callIntrinsic(text, { valueAt: (path) => DATA[path], random: () => 0.5 });

test.each<[string, unknown]>([
  ["States.Format('{}-{}', $.name, $.number)", 'n1-4'],
  ["States.Format('\\{{}\\}', $.name)", '{n1}'],
  ["States.Format('it\\'s {}', $['a, b'])", "it's comma"],
  ['States.StringToJson(\'{"a":1}\')', { a: 1 }],
  ['States.JsonToString($.object)', '{"a":1}'],
  ["States.Array($.name, 2, true, null, 'x')", ['n1', 2, true, null, 'x']],
  ['States.Array()', []],
  ['States.ArrayPartition($.list, 3)', [[1, 2, 2], [3]]],
  ['States.ArrayContains($.list, 3)', true],
  ['States.ArrayContains($.list, 9)', false],
  ['States.ArrayRange(1, 9, 3)', [1, 4, 7]],
  ['States.ArrayRange(3, 1, -1)', [3, 2, 1]],
  ['States.ArrayGetItem($.list, 3)', 3],
  ['States.ArrayLength($.list)', 4],
  ['States.ArrayUnique($.list)', [1, 2, 3]],
  ["States.Base64Encode('data')", 'ZGF0YQ=='],
  ["States.Base64Decode('ZGF0YQ==')", 'data'],
  ["States.Hash('data', 'SHA-1')", 'a17c9aaa61e80a1bf71d0d850af4e5baa9800bbd'],
  ['States.JsonMerge($.object, States.StringToJson(\'{"b":2}\'), false)', { a: 1, b: 2 }],
  ['States.MathAdd($.number, -1)', 3],
  ['States.MathRandom(1, 9)', 5],
  ["States.StringSplit('1,2.3,', ',.')", ['1', '2', '3']],
  ['States.UUID()', '88888888-8888-4888-8888-888888888888'],
  ["States.ArrayGetItem(States.StringSplit('a/b', '/'), States.MathAdd(0, 1))", 'b'],
])('%s', (text, expected) => {
  expect(whyNotIntrinsic(text)).toBeUndefined();
  expect(call(text)).toEqual(expected);
});

test.each([
  ["States.Format('{}')", 'States.Format: more {} than arguments'],
  ["States.Format('x', 1)", 'States.Format: fewer {} than arguments'],
  ["States.MathAdd('1', 2)", 'States.MathAdd: a number is needed'],
  ['States.ArrayGetItem($.list, 9)', 'States.ArrayGetItem: there is no such item'],
  ['States.JsonMerge($.object, $.object, true)', 'States.JsonMerge: only shallow merging is possible'],
  ['States.ArrayRange(0, 5000, 1)', 'States.ArrayRange: a range has at most 1000 items and a step that is not 0'],
])('%s fails', (text, cause) => {
  expect(() => call(text)).toThrow(expect.objectContaining({ error: 'States.IntrinsicFailure', cause }));
});

test.each([
  ['States.Later(1)', 'States.Later is not known'],
  ["States.Format('{}', States.Later())", 'States.Later is not known'],
  ['States.ArrayLength($..list)', 'path $..list is not played'],
  ["States.Format('{}'", "States.Format('{}' cannot be read"],
  ["States.Format('{}', x)", "States.Format('{}', x) cannot be read"],
])('%s cannot be played', (text, why) => {
  expect(whyNotIntrinsic(text)).toBe(why);
});
