import type { ScheduledInvocation } from '../assembly/assembly-reader';

/**
 * What a function is invoked with by the clock: the input of the schedule with its context attributes filled in, else the event
 * that says what invoked it (docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html).
 * @param time ISO 8601
 */
export function scheduledEvent(scheduled: ScheduledInvocation, time: string, id: string): unknown {
  const { input, arn, source, function: fn } = scheduled;
  if (input !== undefined) return parsed(source === 'aws.scheduler' ? filled(input, arn, time, id) : input);
  const { account, region } = fn.version;
  return {
    version: '0',
    id,
    'detail-type': 'Scheduled Event',
    source,
    account,
    time,
    region,
    resources: [arn],
    detail: source === 'aws.scheduler' ? '{}' : {},
  };
}

function filled(input: string, arn: string, time: string, id: string): string {
  const attributes: Readonly<Record<string, string>> = {
    'schedule-arn': arn,
    'scheduled-time': time,
    'execution-id': id,
    'attempt-number': '1',
  };
  return input.replace(/<aws\.scheduler\.([a-z-]+)>/g, (whole, name: string) => attributes[name] ?? whole);
}

/** EventBridge takes JSON only; Scheduler hands on any text. */
function parsed(input: string): unknown {
  try {
    return JSON.parse(input) as unknown;
  } catch {
    return input;
  }
}
