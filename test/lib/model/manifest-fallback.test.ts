import { parseManifest } from '@inference-constructs/core/out/model/manifest-reader';
import { faultOf } from './support/faults';

function manifest(fallback: unknown): string {
  const outputs = [
    { name: 'scores', type: 'float32', shape: ['batch', 2] },
    { name: 'tags', type: 'string', shape: ['batch', 'length'] },
    { name: 'size', type: 'int64', shape: [2] },
  ];
  const inputs = [{ name: 'x', type: 'float32', shape: ['batch', 3] }];
  return JSON.stringify({ name: 'm', version: '1.0.0', signature: { inputs, outputs }, fallback });
}

const constant = (outputs: object) => manifest({ outputs: { scores: [0, 1], tags: ['a'], size: [1, 2], ...outputs } });

test.each<[string, string]>([
  ['a constant for one row', constant({})],
  ['a directory', manifest({ model: 'fallback' })],
])('takes %s', (_, text) => {
  expect(parseManifest(text)).toEqual(JSON.parse(text));
});

const BOTH = 'expected either outputs, a constant answer, or model, a directory of the package';
const DIRECTORY = 'expected the name of a directory in the package, for example "fallback"';

test.each<[string, string, string]>([
  ['nothing', manifest({}), `/fallback (an object): ${BOTH}`],
  ['both', manifest({ outputs: {}, model: 'fallback' }), `/fallback (an object): ${BOTH}`],
  ['no object', manifest('fallback'), '/fallback ("fallback"): expected an object'],
  ['a path', manifest({ model: '../other' }), `/fallback/model ("../other"): ${DIRECTORY}`],
  ['a hidden directory', manifest({ model: '.fallback' }), `/fallback/model (".fallback"): ${DIRECTORY}`],
  ['a number', manifest({ model: 1 }), `/fallback/model (1): ${DIRECTORY}`],
  ['an output less', constant({ size: undefined }), '/fallback/outputs/size (missing): expected this field'],
  [
    'an output more',
    constant({ score: [1, 2] }),
    '/fallback/outputs/score (a list of 2): expected no such field. did you mean "scores"?',
  ],
  ['a batch', constant({ scores: [[0, 1]] }), '/fallback/outputs/scores (a list of 1): expected 2 items, by shape [2]'],
  [
    'a text for a score',
    constant({ scores: [0, '1'] }),
    '/fallback/outputs/scores/1 (a string): expected a number (float32)',
  ],
  ['null', constant({ scores: [0, null] }), '/fallback/outputs/scores/1 (null): expected a number (float32)'],
  [
    'nothing at all',
    constant({ tags: [] }),
    '/fallback/outputs/tags (an empty list): expected lists with at least one item',
  ],
])('refuses %s', (_, text, finding) => {
  expect(faultOf(() => parseManifest(text))).toEqual({ code: 'ManifestInvalid', message: `model.json ${finding}` });
});
