import { directory } from './support/assets';
import { functionJson, newFunction, newStack, synth } from './support/synth';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TerraformOutput } from 'cdktf';
import { startDeploymentCommand } from '../../constructs/cdktf/src/rollout/start-deployment';

const bin = join(directory, 'bin');
const asked = join(directory, 'asked');
const looks = join(directory, 'looks');

/**
 * Stands for the AWS command line: the alias is at version 3, the deployment has the statuses in `looks` one after the
 * other, and what is asked to be created is written down.
 */
const AWS = `#!/bin/sh
[ "$2" = --region ] && [ "$3" = eu-north-1 ] || exit 9
case "$4 $*" in
get-alias*) echo 3;;
create-deployment*) for word in "$@"; do printf '%s\\n' "$word"; done > '${asked}'; echo d-1;;
get-deployment*message) echo 'the alarm went off';;
get-deployment*--deployment-id\\ d-1*) head -n 1 '${looks}'; sed -i 1d '${looks}';;
*) exit 9;;
esac
`;

beforeAll(() => {
  mkdirSync(bin);
  for (const [name, script] of Object.entries({ aws: AWS, sleep: '#!/bin/sh\n' })) {
    writeFileSync(join(bin, name), script);
    chmodSync(join(bin, name), 0o755);
  }
});
beforeEach(() => rmSync(asked, { force: true }));

function run(version: string, statuses: readonly string[] = ['Succeeded']) {
  writeFileSync(looks, statuses.map((status) => `${status}\n`).join(''));
  const command = startDeploymentCommand({
    region: 'eu-north-1',
    applicationName: 'App',
    deploymentGroupName: 'Group',
    functionName: 'Fn',
    aliasName: 'live',
    version,
  });
  const env = { ...process.env, PATH: `${bin}:${process.env.PATH}` };
  const { status, stdout, stderr } = spawnSync('sh', ['-c', command], { env, encoding: 'utf8' });
  return { status, stdout, stderr };
}

test('the command starts a deployment from the version the alias is at', () => {
  run('4');
  const words = readFileSync(asked, 'utf8').trim().split('\n');
  expect(words.slice(0, -1)).toEqual([
    'deploy',
    '--region',
    'eu-north-1',
    'create-deployment',
    '--application-name',
    'App',
    '--deployment-group-name',
    'Group',
    '--query',
    'deploymentId',
    '--output',
    'text',
    '--revision',
  ]);
  const revision = JSON.parse(words[words.length - 1]) as { appSpecContent: { content: string } };
  expect(revision).toMatchObject({ revisionType: 'AppSpecContent' });
  expect(JSON.parse(revision.appSpecContent.content)).toEqual({
    version: '0.0',
    Resources: [
      {
        Function: {
          Type: 'AWS::Lambda::Function',
          Properties: { Name: 'Fn', Alias: 'live', CurrentVersion: '3', TargetVersion: '4' },
        },
      },
    ],
  });
});

test('the command waits for the end of the deployment', () => {
  expect(run('4', ['Created', 'InProgress', 'InProgress', 'Succeeded'])).toEqual({
    status: 0,
    stdout: 'deployment d-1: live from version 3 to 4\ndeployment d-1: succeeded\n',
    stderr: '',
  });
});

test.each(['Stopped', 'Failed'])('the command fails if the deployment ends %s', (end) => {
  expect(run('4', ['InProgress', end])).toEqual({
    status: 1,
    stdout: 'deployment d-1: live from version 3 to 4\n',
    stderr: `deployment d-1: ${end}, live goes back to version 3. the alarm went off\n`,
  });
});

test('the command does nothing where the alias is at the version already', () => {
  expect(run('3')).toEqual({ status: 0, stdout: 'live is at version 3 already\n', stderr: '' });
  expect(existsSync(asked)).toBe(false);
});

test('the command of a function names what Terraform made', () => {
  const stack = newStack();
  const fn = newFunction(stack);
  new TerraformOutput(stack, 'Deploy', { value: fn.startDeploymentCommand });
  const { output } = synth(stack).json as unknown as { output: { Deploy: { value: string } } };
  const [type] = Object.keys(functionJson({ deployOnApply: false }).json.resource.aws_lambda_function);
  expect(output.Deploy.value).toContain(
    'aws lambda --region ${data.aws_region.InferenceRegion.id} get-alias ' +
      `--function-name \${aws_lambda_function.${type}.function_name} --name live`,
  );
  expect(output.Deploy.value).toContain(`if [ "$current" = "\${aws_lambda_function.${type}.version}" ]`);
});
