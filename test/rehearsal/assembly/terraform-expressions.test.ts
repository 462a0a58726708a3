import { spawnSync } from 'node:child_process';
import { UNKNOWN } from '@inference-constructs/rehearsal/assembly/intrinsics/scope';
import { evaluateText } from '@inference-constructs/rehearsal/assembly/terraform/expressions/evaluate';
import { testWith } from '../../support/tools';
import { temporaryFolder } from '../support/assembly';

const folder = temporaryFolder();
const evaluated = (text: string) => evaluateText(text, (_, __, source) => `\${${source}}`);

/** Expressions that refer to nothing: terraform itself can say what they are. */
const CLOSED = [
  '1 + 2 * 3 - 4 % 3',
  '(1 + 2) * 3 == 9 && !false || false',
  '2 > 1 ? "yes" : "no"',
  '-3 < 2 != true',
  '"a${1 + 1}b${"c"}"',
  '"tab\\tquote\\" back\\\\slash"',
  '[1, "two", true, null]',
  '{ a = 1, "b" = [2], c : { d = "e" } }',
  '{ a = { b = ["x", "y"] } }.a.b[1]',
  'join("-", ["a", "b"], ["c"])',
  'format("%s has %d of %v, 100%%", "x", 3, true)',
  'concat(["a"], [], ["b", "c"])',
  'merge({ a = 1, b = 1 }, { b = 2 })',
  'flatten([["a", ["b"]], [], ["c"]])',
  'keys({ b = 1, a = 2 })',
  'values({ b = 1, a = 2 })',
  'lookup({ a = "x" }, "b", "else")',
  'element(["a", "b", "c"], 4)',
  'length("héé") + length([1, 2]) + length({ a = 1 })',
  'contains(["a"], "a")',
  'compact(["a", "", "b"])',
  'distinct(["a", "b", "a"])',
  'coalesce("", "b")',
  'replace("a.b.c", ".", "$&")',
  'split(",", "a,b,")',
  'upper(lower("aBc"))',
  'trimspace(" a ")',
  'trimprefix("v1.v", "v")',
  'trimsuffix("a.zip", ".zip")',
  'substr("hello", 1, 3)',
  'substr("hello", -3, -1)',
  'base64encode("hé")',
  'max(1, 3, 2) - min(4, 2) + abs(-1) + ceil(1.2) + floor(1.8)',
  'tostring(12)',
  'tonumber("1.5")',
  'jsondecode("{\\"a\\": [1, null]}").a[0]',
  'jsonencode({ z = "<&>", a = [true, null, 1.5] })',
];

testWith(
  'terraform',
  'expressions are what terraform makes of them',
  () => {
    // Piped, the console tells the last value only: one line asks for all.
    const input = `jsonencode([${CLOSED.join(', ')}])`;
    const { stdout } = spawnSync('terraform', ['console'], { cwd: folder, input, encoding: 'utf8' });
    const theirs = JSON.parse(JSON.parse(stdout) as string) as unknown[];
    expect(CLOSED.map((expression) => [expression, evaluated(`\${${expression}}`)])).toEqual(
      CLOSED.map((expression, i) => [expression, theirs[i]]),
    );
  },
  60_000,
);

describe('references stay, and so does what depends on their content', () => {
  test.each([
    ['x-${aws_s3_bucket.a.id}-y', 'x-${aws_s3_bucket.a.id}-y'],
    ['${aws_s3_bucket.a.id}', '${aws_s3_bucket.a.id}'],
    ['${join(":", ["a", aws_s3_bucket.a.id])}', 'a:${aws_s3_bucket.a.id}'],
    ['${jsonencode({ arn = aws_s3_bucket.a.arn })}', '{"arn":"${aws_s3_bucket.a.arn}"}'],
    ['${replace(aws_s3_bucket.a.arn, ":", "-")}', '${replace(aws_s3_bucket.a.arn, ":", "-")}'],
    ['a ${length(aws_s3_bucket.a.id)} b', 'a ${length(aws_s3_bucket.a.id)} b'],
    ['${aws_s3_bucket.a.id == "x" ? 1 : 2}', '${aws_s3_bucket.a.id == "x" ? 1 : 2}'],
  ])('%s', (text, expected) => expect(evaluated(text)).toBe(expected));
});

describe('what is not understood stays as it is written', () => {
  test.each([
    '${[for s in ["a"] : upper(s)]}',
    '${aws_s3_bucket.a[*].id}',
    '${file("x")}',
    '%{ if true }x%{ endif }',
    '${',
    '${1 +}',
    '$${not.an.expression}',
    '${format("%05d", 3)}',
    '${replace("a", "/a/", "b")}',
    '${1 / 0}',
  ])('%s', (text) => expect(evaluated(text)).toBe(text));
});

test('a value that is not known does not become text', () => {
  expect(evaluateText('a ${var.x}', () => UNKNOWN)).toBe('a ${var.x}');
  expect(evaluateText('${var.list}', () => ['a'])).toEqual(['a']);
});
