import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Session, type SessionOptions } from './session';

/** Loads the model once and has onnxruntime write what it made of it; others see the result only when it is whole. */
export async function bake(session: SessionOptions, directory: string, key: string): Promise<void> {
  if (!existsSync(directory)) {
    mkdirSync(directory, { mode: 0o700 });
  }
  const unfinished = mkdtempSync(join(directory, 'unfinished-'));
  try {
    const opened = await Session.open({ ...session, threads: 1, writeTo: unfinished });
    await opened.release();
    const target = join(directory, key);
    if (!existsSync(target)) {
      renameSync(unfinished, target);
    }
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

/** Bakes in a process of its own, which gives back the memory that took. Rejects with why it could not. */
export async function bakeElsewhere(script: string, directory: string): Promise<void> {
  const { execFile } = process.getBuiltinModule('node:child_process');
  try {
    await promisify(execFile)(process.execPath, [script, 'bake', directory]);
  } catch (error) {
    const { stderr = '' } = error as { stderr?: string };
    throw new Error(/"message":"([^"]{1,300})/.exec(stderr)?.[1] ?? 'the process ended early', {
      cause: error,
    });
  }
}
