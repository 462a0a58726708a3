import * as cdk from '../cdk/support/synth';
import { SCALING } from '../parity/support/scaling-cases';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { synthesizeCdk } from '../support/examples';
import { temporaryFolder } from '../support/packages';
import { passes, testWith } from '../support/tools';

const MINUTES = 60_000;

testWith(
  'cfn-lint',
  'the templates of the example have no finding',
  () => {
    const out = synthesizeCdk('v2', join(temporaryFolder(), 'cdk.out'));
    const templates = readdirSync(out).filter((file) => file.endsWith('.template.json'));
    expect(templates).toHaveLength(2);
    // W3005: the CDK always declares dependencies that a reference implies.
    passes('cfn-lint', ['-r', 'us-east-1', '-i', 'W3005', '-t', ...templates.map((file) => join(out, file))]);
  },
  3 * MINUTES,
);

testWith(
  'cfn-lint',
  'the templates of everything that scales have no finding',
  () => {
    const folder = temporaryFolder();
    const files = Object.values(SCALING).map(({ cdk: add }, i) => {
      const stack = cdk.newStack();
      add(stack);
      const file = join(folder, `${i}.template.json`);
      writeFileSync(file, JSON.stringify({ Resources: cdk.synth(stack).resources }));
      return file;
    });
    passes('cfn-lint', ['-r', 'us-east-1', '-i', 'W3005', '-t', ...files]);
  },
  3 * MINUTES,
);
