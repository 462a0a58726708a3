import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { synthesizeCdktf } from '../support/examples';
import { temporaryFolder } from '../support/packages';
import { hasTerraform, mirror } from '../support/terraform';
import { applied } from './support/applied';
import { Emulator, QUESTION, testWithEmulator } from './support/emulator';

const MINUTES = 60_000;
/** What of the emulator had to be mended so that a plan after an apply is empty, and an apply with a new model ends. */
const MENDED = [
  'a changed function of CloudFormation takes layer versions for ARNs',
  'a deployment of CodeDeploy moves no alias and never ends',
  'a function forgets its LoggingConfig',
  'an empty VpcConfig or DataCaptureConfig is told where none was given',
];

type Named = Record<string, { function_name: string; publish?: boolean; bucket?: string }>;
type Stack = { resource: Record<string, Named>; provider: unknown; terraform: { backend?: unknown } };

/**
 * The stacks of the example as modules of one configuration, which takes the provider half the time, and what asks the
 * deployed function through its alias when they are applied.
 */
function configuration(model: string, folder: string): string {
  const stacks = join(synthesizeCdktf(model, join(folder, `cdktf.out.${model}`)), 'stacks');
  const work = join(folder, model);
  const content = readdirSync(stacks).map((name) => {
    // Their paths are relative to where terraform runs.
    cpSync(join(stacks, name, 'assets'), join(work, 'assets'), { recursive: true });
    const stack = JSON.parse(readFileSync(join(stacks, name, 'cdk.tf.json'), 'utf8')) as Stack;
    mkdirSync(join(work, name));
    const { provider: _, ...module } = { ...stack, terraform: { ...stack.terraform, backend: undefined } };
    writeFileSync(join(work, name, 'cdk.tf.json'), JSON.stringify(module));
    return { name, ...stack };
  });
  const [{ provider, resource }] = content;
  const served = Object.values(resource.aws_lambda_function).find(({ publish }) => publish === true);
  const alias = { function_name: served?.function_name, depends_on: content.map(({ name }) => `module.${name}`) };
  const asked = '${jsondecode(data.aws_lambda_invocation.asked.result).model.version}';
  const main = {
    provider,
    module: Object.fromEntries(content.map(({ name }) => [name, { source: `./${name}` }])),
    data: {
      aws_lambda_alias: { live: { ...alias, name: 'live' } },
      aws_lambda_invocation: { asked: { ...alias, qualifier: 'live', input: QUESTION } },
    },
    output: { served: { value: `version \${data.aws_lambda_alias.live.function_version}, model ${asked}` } },
  };
  writeFileSync(join(work, 'main.tf.json'), JSON.stringify(main));
  return work;
}

/** A new model on an endpoint that stays: each is there when what needs it begins, and goes when nothing does. */
const FOLLOWED = [
  'model: created',
  'endpoint_configuration: is created',
  'endpoint_configuration: created',
  'endpoint: is modified',
  'endpoint: modified',
  'endpoint_configuration: is destroyed',
  'endpoint_configuration: destroyed',
  'model: is destroyed',
];

testWithEmulator(
  'terraform applies the example and a new model, plans nothing twice, and destroys all',
  async () => {
    const folder = temporaryFolder();
    const [first, second] = ['v1', 'v2'].map((model) => configuration(model, folder));
    const work = join(folder, 'work');
    const served = () => /^served = "(.*)"$/m.exec(readFileSync(join(work, 'apply.log'), 'utf8'))?.[1];
    const emulator = await Emulator.start(folder);
    const from = mirror();
    const env = { TF_WORK: work, ...(from === undefined ? {} : { TF_MIRROR: from }) };
    try {
      emulator.ask("client('s3').create_bucket(Bucket='diagnosis-artifacts')");
      emulator.tool('tf-validate.sh', [first, 'apply'], env);
      expect(served()).toBe('version 1, model 1.0.0');

      // Its second plan must be empty, and what it destroys gone.
      const said = emulator.tool('tf-validate.sh', [second, 'cycle'], env);
      expect(said).toContain('second plan: detailed-exitcode=0');
      expect(served()).toBe('version 2, model 2.0.0');
      const steps = applied(readFileSync(join(work, 'apply.log'), 'utf8'));
      expect(steps.filter((step) => FOLLOWED.includes(step))).toEqual(FOLLOWED);
      expect(emulator.ask("client('lambda').list_functions()['Functions']")).toEqual([]);
      expect(emulator.ask("client('sagemaker').list_endpoints()['Endpoints']")).toEqual([]);
      expect(emulator.inertTypes()).toEqual([]);
      expect(emulator.mendedFaults()).toEqual(MENDED);
    } finally {
      emulator.stop();
    }
  },
  8 * MINUTES,
  hasTerraform ? undefined : 'terraform',
);
