import { DefaultTokenResolver, Lazy, StringConcat, TerraformStack, Testing, Token, Tokenization } from 'cdktf';
import * as fc from 'fast-check';
import { resolveTokens } from '../../constructs/cdktf/src/render/resolve';

const stack = new TerraformStack(Testing.app(), 'Stack');

/** What stands in arguments: literals that look like tokens, tokens of each kind, and what holds them. */
const texts = fc.oneof(
  fc.string(),
  fc.constantFrom(
    '${aws_iam_role.r.arn}',
    '$${literal}',
    'IF(n > 1, {a}, 0)',
    '1e+5 of 2e3',
    '-1.5e+289',
    'Token[1]',
    '}',
  ),
);
const text = texts.map((inner) => Lazy.stringValue({ produce: () => inner }));
const leaves = fc.oneof(
  texts,
  fc.tuple(texts, text, texts).map((parts) => parts.join('')),
  fc.double({ noNaN: true }),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constant(undefined),
  fc.constant(new Date(0)),
  fc.integer().map((number) => Lazy.numberValue({ produce: () => number })),
  fc.integer().map((number) => `${Lazy.numberValue({ produce: () => number })} MB`),
  fc.array(texts, { maxLength: 2 }).map((list) => Token.asList(Lazy.anyValue({ produce: () => list }))),
  fc.array(fc.integer(), { maxLength: 2 }).map((list) => Token.asNumberList(Lazy.anyValue({ produce: () => list }))),
  fc
    .dictionary(fc.string(), texts, { maxKeys: 2 })
    .map((map) => Token.asStringMap(Lazy.anyValue({ produce: () => map }))),
  fc.dictionary(fc.string(), texts, { maxKeys: 2 }).map((map) => Lazy.anyValue({ produce: () => map })),
);
const keys = fc.oneof(fc.string(), text);
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    leaves,
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.array(fc.tuple(keys, tie('tree')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
  ),
}));

function outcome(resolve: () => unknown): unknown {
  try {
    return { value: resolve() };
  } catch (error) {
    return { error: (error as Error).constructor.name };
  }
}

test('resolves whatever stands in arguments to what CDKTF says', () => {
  const resolver = new DefaultTokenResolver(new StringConcat());
  fc.assert(
    fc.property(tree, (value) => {
      const said = outcome(() => Tokenization.resolve(value, { scope: stack, resolver, preparing: false }) as unknown);
      expect(outcome(() => resolveTokens(stack, value))).toStrictEqual(said);
    }),
    { numRuns: 500 },
  );
});
