import type { Case, EventCase, HttpCase, RawCase, Response } from './case';
import { checkAny, parse } from './check';
import { Pipeline, sendRaw } from './pipeline';
import type { Targets } from './targets';

/** What became of a case. */
export interface Outcome {
  /** For the statistics: the status and the code of a refusal. */
  readonly kind: string;
  readonly fault?: string;
  readonly answer?: string;
}

/** So many requests stand on one connection. */
const IN_FLIGHT = 20;

/** Sends cases to what they are meant for, with one connection to each server. */
export class Client {
  private readonly pipelines = new Map<string, Pipeline>();

  constructor(private readonly targets: Targets) {}

  async run(cases: readonly Case[]): Promise<Outcome[]> {
    const outcomes = new Array<Outcome>(cases.length);
    const groups = new Map<string, number[]>();
    cases.forEach(({ kind, target }, at) => {
      const group = `${kind} ${target}`;
      groups.set(group, [...(groups.get(group) ?? []), at]);
    });
    await Promise.all(
      [...groups.values()].map(async (positions) => {
        for (let from = 0; from < positions.length; from += IN_FLIGHT) {
          const some = positions.slice(from, from + IN_FLIGHT);
          const results = await this.runAlike(some.map((at) => cases[at]));
          results.forEach((outcome, at) => (outcomes[some[at]] = outcome));
        }
      }),
    );
    return outcomes;
  }

  close(): void {
    this.pipelines.forEach((pipeline) => pipeline.close());
  }

  /** Cases of one kind and one target. */
  private async runAlike(cases: readonly Case[]): Promise<Outcome[]> {
    switch (cases[0].kind) {
      case 'http':
        return this.runHttp(cases as HttpCase[]);
      case 'raw':
        return Promise.all((cases as RawCase[]).map((one) => this.runRaw(one)));
      default:
        return Promise.all((cases as EventCase[]).map((one) => this.runEvent(one)));
    }
  }

  private async runHttp(cases: readonly HttpCase[]): Promise<Outcome[]> {
    const [{ target }] = cases;
    const pipeline = this.pipelines.get(target) ?? new Pipeline(this.targets.portOf(target));
    this.pipelines.set(target, pipeline);
    const { responses, fault } = await pipeline.send(cases.map(({ request }) => request));
    if (fault === undefined) {
      return cases.map((one, at) => judge(one, responses[at]));
    }
    if (cases.length === 1) {
      return [{ kind: 'none', fault }];
    }
    // Which of them it was shows when each is sent alone.
    const outcomes: Outcome[] = [];
    for (const one of cases) {
      outcomes.push(...(await this.runHttp([one])));
    }
    return outcomes.some((outcome) => outcome.fault !== undefined)
      ? outcomes
      : outcomes.map((outcome, at) =>
          at === responses.length ? { ...outcome, fault: `beside others: ${fault}` } : outcome,
        );
  }

  private async runRaw({ target, bytes }: RawCase): Promise<Outcome> {
    const { responses, fault } = await sendRaw(this.targets.portOf(target), bytes);
    const request = { method: 'GET', path: '', headers: {}, body: bytes };
    const faults = responses.map((response) => checkAny(request, response));
    const kind = responses.length === 0 ? 'closed' : kindOf(responses[0]);
    return { kind, fault: fault ?? faults.find((one) => one !== undefined), answer: describe(responses.at(-1)) };
  }

  private async runEvent({ event, check }: EventCase): Promise<Outcome> {
    const { result, error } = await this.targets.function.invoke(event);
    const answer = JSON.stringify(result ?? error);
    return error === undefined
      ? { kind: eventKind(result), fault: check(result), answer }
      : { kind: 'thrown', fault: `threw ${error.name}: ${error.message}`, answer };
  }
}

function judge({ request, check }: HttpCase, response: Response): Outcome {
  const fault = checkAny(request, response) ?? check?.(response);
  return { kind: kindOf(response), fault, answer: fault === undefined ? undefined : describe(response) };
}

function kindOf({ status, body }: Response): string {
  return status < 400 || body.length === 0 ? String(status) : `${status} ${String(parse(body.toString('utf8')).code)}`;
}

function eventKind(result: unknown): string {
  const { statusCode, error, batchItemFailures } = Object(result) as Record<string, unknown>;
  if (statusCode !== undefined) {
    return String(statusCode);
  }
  return error !== undefined
    ? `refused ${String(Object(error).code)}`
    : batchItemFailures === undefined
      ? 'answered'
      : 'batch';
}

function describe(response: Response | undefined): string | undefined {
  return (
    response &&
    `${response.status} ${JSON.stringify(response.headers)} ${response.body.toString('utf8').slice(0, 2000)}`
  );
}
