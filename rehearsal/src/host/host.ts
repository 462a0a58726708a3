import type { Fault, HostMessage, InvokeMessage } from './messages';
import { endOfOutput, SDK_VARIABLE, SUBSTITUTES_VARIABLE } from './messages';
import type { Handler, LambdaContext } from './load-handler';
import { loadHandler } from './load-handler';
import { endWithParent } from './end-with-parent';
import { confineModules } from './module-paths';

/** Stands in for a Lambda sandbox: loads a handler as Lambda's Node.js runtime does and invokes it on request. */
async function main(): Promise<void> {
  const { LAMBDA_TASK_ROOT: taskRoot = '', _HANDLER: name = '' } = process.env;
  const substitutes = JSON.parse(process.env[SUBSTITUTES_VARIABLE] ?? '{}') as Record<string, string>;
  const sdk = process.env[SDK_VARIABLE];
  delete process.env[SUBSTITUTES_VARIABLE];
  delete process.env[SDK_VARIABLE];
  confineModules(taskRoot, substitutes, sdk);
  endWithParent();
  try {
    const handler = await loadHandler(taskRoot, name);
    process.on('message', (message) => void invoke(handler, message as InvokeMessage));
    tell({ kind: 'ready' });
  } catch (error) {
    tell({ kind: 'init-failed', error: faultOf(error) });
  }
}

async function invoke(handler: Handler, message: InvokeMessage): Promise<void> {
  const begin = performance.now();
  const done = { kind: 'done', id: message.id } as const;
  try {
    const answer = await call(handler, message.event, contextOf(message));
    finish({ ...done, answer, milliseconds: performance.now() - begin });
  } catch (error) {
    finish({ ...done, error: faultOf(error), milliseconds: performance.now() - begin });
  }
}

function call(handler: Handler, event: unknown, context: LambdaContext): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const answer = handler(event, context, (error, result) => (error ? reject(error as Error) : resolve(result)));
    const hears = handler.length > 2 && !(answer instanceof Promise);
    if (!hears) resolve(answer);
  });
}

function finish(message: HostMessage & { kind: 'done' }): void {
  process.stdout.write(`\n${endOfOutput(message.id)}\n`);
  tell(message);
}

function contextOf({ requestId, functionArn, timeoutMilliseconds, clientContext }: InvokeMessage): LambdaContext {
  const deadline = performance.now() + timeoutMilliseconds;
  const { env } = process;
  return {
    functionName: env.AWS_LAMBDA_FUNCTION_NAME ?? '',
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION ?? '',
    invokedFunctionArn: functionArn,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE ?? '',
    awsRequestId: requestId,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME ?? '',
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME ?? '',
    ...(clientContext === undefined ? {} : { clientContext }),
    callbackWaitsForEmptyEventLoop: true,
    // Whole milliseconds, as Lambda tells them: timers take nothing else.
    getRemainingTimeInMillis: () => Math.max(0, Math.floor(deadline - performance.now())),
  };
}

function faultOf(error: unknown): Fault {
  return error instanceof Error
    ? { type: error.name, message: error.message.split('\n')[0] }
    : { type: typeof error, message: String(error) };
}

function tell(message: HostMessage): void {
  process.send?.(message);
}

void main();
