import { directory } from './support/assets';
import { functionJson, newFunction, newStack, synth } from './support/synth';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TerraformOutput } from 'cdktf';
import { startDeploymentCommand } from '../../constructs/cdktf/src/rollout/start-deployment';

const bin = join(directory, 'bin');
const asked = join(directory, 'asked');

/** Stands for the AWS command line: the alias is at version 3, and what else is asked is written down. */
const AWS = `#!/bin/sh
if [ "$2" = get-alias ]; then echo 3; else for word in "$@"; do printf '%s\\n' "$word"; done > '${asked}'; fi
`;

beforeAll(() => {
  mkdirSync(bin);
  writeFileSync(join(bin, 'aws'), AWS);
  chmodSync(join(bin, 'aws'), 0o755);
});
beforeEach(() => rmSync(asked, { force: true }));

function run(version: string): string {
  const command = startDeploymentCommand({
    applicationName: 'App',
    deploymentGroupName: 'Group',
    functionName: 'Fn',
    aliasName: 'live',
    version,
  });
  return execFileSync('sh', ['-c', command], {
    env: { ...process.env, PATH: `${bin}:${process.env.PATH}` },
    encoding: 'utf8',
  });
}

test('the command starts a deployment from the version the alias is at', () => {
  run('4');
  const words = readFileSync(asked, 'utf8').trim().split('\n');
  expect(words.slice(0, -1)).toEqual([
    'deploy',
    'create-deployment',
    '--application-name',
    'App',
    '--deployment-group-name',
    'Group',
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

test('the command does nothing where the alias is at the version already', () => {
  expect(run('3')).toBe('live is at version 3 already\n');
  expect(existsSync(asked)).toBe(false);
});

test('the command of a function names what Terraform made', () => {
  const stack = newStack();
  const fn = newFunction(stack);
  new TerraformOutput(stack, 'Deploy', { value: fn.startDeploymentCommand });
  const { output } = synth(stack).json as unknown as { output: { Deploy: { value: string } } };
  const [type] = Object.keys(functionJson().json.resource.aws_lambda_function);
  expect(output.Deploy.value).toContain(`--function-name \${aws_lambda_function.${type}.function_name} --name live`);
  expect(output.Deploy.value).toContain(`if [ "$current" = "\${aws_lambda_function.${type}.version}" ]`);
});
