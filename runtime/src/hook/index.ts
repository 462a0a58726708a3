import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HookEnvironment } from '@inference-constructs/core/out/contract/hook';
import { parseAcceptance } from '@inference-constructs/core/out/model/acceptance';
import { parseManifest } from '@inference-constructs/core/out/model/manifest-reader';
import { AwsClient } from '../aws/client';
import type { Acceptance } from './hook';
import { createHook } from './hook';

const directory = process.env.LAMBDA_TASK_ROOT || __dirname;

function read(): Acceptance {
  const text = (name: string) => readFileSync(join(directory, name), 'utf8');
  const manifest = parseManifest(text('model.json'));
  const { acceptance, classes } = manifest;
  if (acceptance === undefined || classes === undefined)
    throw new Error('model.json has no minimum for acceptance.jsonl');
  return { ...acceptance, classes, cases: parseAcceptance(text('acceptance.jsonl'), manifest) };
}

const target = {
  functionName: process.env[HookEnvironment.FUNCTION] ?? '',
  version: process.env[HookEnvironment.VERSION] ?? '',
};

export const handler = createHook(new AwsClient(process.env), target, read);
