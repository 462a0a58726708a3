import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { markdownOf } from '@inference-constructs/rehearsal/report/markdown/markdown';
import { pageOf } from '@inference-constructs/rehearsal/report/page/page';
import { root } from '../../support/tools';
import type { Resources } from './support/compared';
import { CANARY, compared, endpoint, source } from './support/compared';

/** A change with something in every section but the models and the rehearsal, which need files. */
const scaling = { min: 1, max: 4 };
const may = (Action: string[], Resource: string): Resources => ({
  Policy: {
    Type: 'AWS::IAM::RolePolicy',
    Properties: { RoleName: 'serve', PolicyDocument: { Statement: [{ Effect: 'Allow', Action, Resource }] } },
  },
});
const before = { ...endpoint({ scaling, deployment: CANARY }), ...may(['s3:GetObject'], 'arn:aws:s3:::models/*') };
const after = {
  ...endpoint({ scaling, deployment: CANARY, instanceType: 'ml.g6e.xlarge' }),
  ...may(['s3:GetObject', 's3:*'], '*'),
  Model: { Type: 'AWS::SageMaker::Model', Properties: { ModelName: 'fixed' } },
};
const report = compared(source(before), source(after));

/** Set UPDATE_GOLDEN to write what is there now, and read the difference before committing it. */
function golden(name: string, text: string): void {
  const file = join(root, 'test', 'fixtures', 'report', name);
  if (process.env.UPDATE_GOLDEN !== undefined) writeFileSync(file, text);
  expect(existsSync(file) ? readFileSync(file, 'utf8') : '').toBe(text);
}

test('the comment', () => golden('comment.md', markdownOf(report)));

test.each(['steps', 'rehearsal', 'templates', 'models', 'resources', 'cost', 'access', 'rules', 'quotas'])(
  'the section %s',
  (id) => {
    const section = new RegExp(`<section aria-labelledby="${id}">[^]*?</section>`).exec(pageOf(report))?.[0] ?? '';
    const lines = section.split('\n').map((line) => line.trim());
    golden(`${id}.html`, `${lines.filter((line) => line !== '').join('\n')}\n`);
  },
);
