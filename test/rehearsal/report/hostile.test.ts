import { pageOf } from '@inference-constructs/rehearsal/report/page/page';
import { escapeHtml } from '@inference-constructs/rehearsal/report/page/html';
import { escapeMarkdown } from '@inference-constructs/rehearsal/report/markdown/escape';
import { markdownOf } from '@inference-constructs/rehearsal/report/markdown/markdown';
import fc from 'fast-check';
import type { Resources } from './support/compared';
import { compared, source } from './support/compared';

const nasty = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onload='x",
    '](javascript:alert(1))',
    '![x](http://x.example/y.png)',
    '| a | b |\n|---|---|',
    '</details>',
    '@everyone #1 `code`',
    '${7*7} {{x}} &lt;b&gt;',
  ),
);

/** A role at a path, with a description, in two versions. */
const role = (path: string, Description: string): Resources => ({
  Role: { Type: 'AWS::IAM::Role', Properties: { Description }, Metadata: { 'aws:cdk:path': path } },
});

test('HTML: text stays text', () => {
  fc.assert(
    fc.property(nasty, (text) => {
      expect(escapeHtml(text)).not.toMatch(/[<>"'`]/);
    }),
  );
});

test('Markdown: one line without markup, links or mentions', () => {
  fc.assert(
    fc.property(nasty, (text) => {
      const escaped = escapeMarkdown(text);
      expect(escaped).not.toMatch(/[\n\r<>|`*_[\]\\]|@\w|https?:|&(?!#\d+;)|^\s*([-+=]|\d+[.)]\s)/);
    }),
  );
});

test('a report has the tags of its own, whatever constructs are called', () => {
  const tags = (markup: string): string[] => (markup.match(/<\/?[a-z][a-z0-9-]*/gi) ?? []).sort();
  const of = (path: string, description: string) =>
    compared(source(role(`App/${path}`, 'before')), source(role(`App/${path}`, description)));
  const plain = of('Plain', 'after');
  fc.assert(
    fc.property(nasty, nasty, (path, description) => {
      fc.pre(path !== '' && description !== 'before');
      const report = of(path, description);
      // A word break is put behind every slash and dot.
      const rest = (markup: string) => tags(markup).filter((tag) => tag !== '<wbr');
      expect(rest(pageOf(report))).toEqual(rest(pageOf(plain)));
      expect(tags(markdownOf(report))).toEqual(tags(markdownOf(plain)));
      expect(markdownOf(report).split('\n')).toHaveLength(markdownOf(plain).split('\n').length);
    }),
    { numRuns: 60 },
  );
});

describe('secrets', () => {
  const everywhere = (secret: string, name = 'SOME_NAME'): Resources => ({
    Fn: { Type: 'AWS::Lambda::Function', Properties: { Environment: { Variables: { [name]: secret } } } },
    Model: { Type: 'AWS::SageMaker::Model', Properties: { PrimaryContainer: { Environment: { [name]: secret } } } },
    Db: { Type: 'AWS::RDS::DBInstance', Properties: { MasterUserPassword: secret, Tags: [{ Key: 'ApiToken' }] } },
    Task: {
      Type: 'AWS::ECS::TaskDefinition',
      Properties: { ContainerDefinitions: [{ Environment: [{ Name: name, Value: secret }] }] },
    },
  });

  test('no value of an environment is printed, on whichever side it is', () => {
    const unlikely = fc.stringMatching(/^[a-zA-Z0-9]{12,40}$/).map((text) => `zq${text}qz`);
    fc.assert(
      fc.property(unlikely, unlikely, (before, after) => {
        const report = compared(source(everywhere(before)), source(everywhere(after)));
        const all = [JSON.stringify(report), pageOf(report), markdownOf(report)].join('\n');
        expect(all).not.toContain(before);
        expect(all).not.toContain(after);
        expect(all).toContain('SOME_NAME');
      }),
      { numRuns: 40 },
    );
  });

  test.each([
    'AKIAIOSFODNN7EXAMPLE',
    'postgres://u:hunter22@db/x',
    'ghp_abcdefghijklmnop',
    '{"password":"hunter22"}',
    'eyJhbGciOiJI.x.y',
  ])('a value that looks like one is masked wherever it is: %s', (secret) => {
    const parameter = (Value: string): Resources => ({ P: { Type: 'AWS::SSM::Parameter', Properties: { Value } } });
    const { resources } = compared(source(parameter('plain')), source(parameter(secret)));
    expect(resources[0].because).toEqual([
      { property: 'Value', effect: 'updates', before: 'plain', after: '(not shown)' },
    ]);
  });

  test('the names that we set ourselves are shown with their values', () => {
    const { resources } = compared(
      source(everywhere('sha256:a', 'INFERENCE_MODEL_DIGEST')),
      source(everywhere('sha256:b', 'INFERENCE_MODEL_DIGEST')),
    );
    expect(resources.find(({ id }) => id === 'Fn')?.because).toMatchObject([{ before: 'sha256:a', after: 'sha256:b' }]);
  });
});
