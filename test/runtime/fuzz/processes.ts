import { readFileSync } from 'node:fs';
import { PROCESS_NAME } from '@inference-constructs/runtime/log';

export interface ProcessMemory {
  /** Which of several models' processes it is; undefined: the one that was asked for. */
  readonly name?: string;
  readonly residentMb: number;
}

/** A process and those it started, without what has ended; Linux only. */
export function processesOf(pid: number): ProcessMemory[] {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(read(pid, 'status'))?.[1];
  if (kilobytes === undefined) {
    return [];
  }
  const children = read(pid, `task/${pid}/children`).split(' ').filter(Boolean).map(Number);
  return [{ name: nameOf(pid), residentMb: Number(kilobytes) / 1024 }, ...children.flatMap(processesOf)];
}

function nameOf(pid: number): string | undefined {
  const variable = `${PROCESS_NAME}=`;
  const found = read(pid, 'environ')
    .split('\0')
    .find((text) => text.startsWith(variable));
  return found?.slice(variable.length);
}

/** Empty where the process has ended meanwhile. */
function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
