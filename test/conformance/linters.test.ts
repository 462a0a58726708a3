import { copyFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { newComponent, newStack, outdir, synth } from '../cdk/support/synth';
import { KINDS } from '../parity/support/kinds';
import { SCALING } from '../parity/support/scaling-cases';
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
  'the templates of all kinds of endpoints, and of all that scales, have no finding',
  () => {
    const folder = temporaryFolder();
    const components = {
      cdk: (stack: ReturnType<typeof newStack>) =>
        void newComponent(stack, 'Classifier', { minInstanceCount: 0, maxInstanceCount: 4 }).autoScaleCopyCount({
          minCapacity: 0,
          maxCapacity: 4,
        }),
    };
    const templates = Object.values({ ...KINDS, ...SCALING, components }).map((kind, i) => {
      const stack = newStack();
      kind.cdk(stack);
      synth(stack);
      const template = join(folder, `${i}.template.json`);
      copyFileSync(join(outdir, 'Diagnosis.template.json'), template);
      return template;
    });
    passes('cfn-lint', ['-r', 'us-east-1', '-i', 'W3005', '-t', ...templates]);
  },
  3 * MINUTES,
);
