import { writeLine } from './output';

export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Set for each of several models' processes, whose lines go the same way. */
export const PROCESS_NAME = 'INFERENCE_PROCESS_NAME';

const speaker = { process: process.env[PROCESS_NAME] };

/** One JSON object a line on stderr; stdout belongs to the metrics. */
export function log(level: 'info' | 'error', message: string, fields: LogFields = {}): void {
  writeLine(process.stderr, JSON.stringify({ time: new Date().toISOString(), level, message, ...speaker, ...fields }));
}

/** Name and message of a fault that stops the process; never a stack trace. */
export function logFailure(error: unknown): void {
  const { code, message } = describe(error);
  log('error', message, { code });
}

export function describe(error: unknown): { code: string; message: string } {
  if (!(error instanceof Error)) {
    return { code: 'InternalFault', message: 'something that is not an error was thrown' };
  }
  const code = (error as { code?: unknown }).code;
  return { code: typeof code === 'string' ? code : 'InternalFault', message: error.message };
}
