import { startingMinutes } from '@inference-constructs/core/out/catalog/starting';
import type { TrafficStep } from '@inference-constructs/core/out/rollout/codedeploy';
import type { EndpointUpdate } from '@inference-constructs/core/out/rollout/endpoint-update';
import { endpointUpdate, guardrailsDoNotHold, stepText } from '@inference-constructs/core/out/rollout/endpoint-update';
import type { StepSize } from '@inference-constructs/core/out/rollout/traffic-shares';
import { trafficShares } from '@inference-constructs/core/out/rollout/traffic-shares';
import type { VariantPlan } from '../../fleet/fleet-plan';
import { typesOf } from '../../fleet/fleet-plan';
import type { Rollout } from '../control-plane';

/** What a fleet consists of. */
type Unit = 'instances' | 'copies';
type Block = Readonly<Record<string, unknown>>;

export interface Guardrails {
  readonly rollout: Omit<Rollout, 'alarmNames'>;
  /** What had to be assumed, and what is not as it was written. */
  readonly notes: readonly string[];
}

interface Shape {
  readonly configuration: string;
  readonly steps: readonly TrafficStep[];
  readonly notes: readonly string[];
  readonly isRolling?: boolean;
}

const SERVERLESS = 'a serverless endpoint has no guardrails: all traffic moves at once, and no alarm takes it back';

/** How SageMaker would roll out a fleet, by the `DeploymentConfig` of the endpoint, or of the component. */
export function guardrailsOf(
  deployment: Block | undefined,
  variants: readonly VariantPlan[],
  unit: Unit = 'instances',
): Guardrails {
  const provisioning = startingMinutes(variants.flatMap(typesOf));
  const isServerless = variants.some(({ serverless }) => serverless !== undefined);
  const update = endpointUpdate(deployment);
  const fallback = guardrailsDoNotHold(
    variants.map((variant) => ({ instanceTypes: typesOf(variant), isServerless: variant.serverless !== undefined })),
    update.strategy === 'rolling',
  );
  // Guardrails that do not hold have no timeout either, and keep no old fleet.
  const { timeoutSeconds, terminationSeconds = 0 } = fallback === undefined ? update : {};
  const termination = minutes(terminationSeconds);
  const shape =
    fallback === undefined
      ? shapeOf(update, variants, provisioning, unit)
      : allAtOnce(
          provisioning,
          deployment === undefined
            ? []
            : [
                `its guardrails do not hold: ${fallback}, so SageMaker shifts all traffic at once, without a bake or a rollback`,
              ],
        );
  const hasAlarms = fallback === undefined && deployment?.AutoRollbackConfiguration !== undefined;
  return {
    rollout: {
      configuration: shape.configuration,
      steps: shape.steps,
      rollsBackOnAlarm: hasAlarms,
      ...(timeoutSeconds === undefined ? {} : { longestMinutes: timeoutSeconds / 60 }),
      ...(shape.isRolling === true ? { isRolling: true, rollbackMinutes: provisioning } : {}),
    },
    notes: [
      `${provisioning} minutes were assumed until ${isServerless ? 'the new configuration is' : `new ${unit} are`} in service`,
      ...(isServerless && deployment === undefined ? [SERVERLESS] : []),
      ...shape.notes,
      ...(termination > 0
        ? [
            `the old fleet is kept, and paid, for ${termination} more minutes; whether an alarm still rolls back then is not documented, and not played`,
          ]
        : []),
    ],
  };
}

function shapeOf(update: EndpointUpdate, variants: readonly VariantPlan[], provisioning: number, unit: Unit): Shape {
  const wait = minutes(update.bakeSeconds);
  const notes = roundedNotes(update.bakeSeconds);
  if (update.strategy === 'all-at-once') return allAtOnce(provisioning, notes, wait);
  const shares = trafficShares(update, variants);
  const sizes = [...notes, ...wholeNotes(update.size, variants, shares[0], unit)];
  const size = stepText(update.size);
  if (update.strategy === 'rolling') return rollingShape(shares, size, sizes, wait, provisioning, unit);
  const bakes = shares.map((percent) => ({ percent, minutes: wait }));
  return {
    configuration: `blue/green, ${update.strategy === 'canary' ? 'canary' : 'linear steps'} of ${size}, bakes of ${wait} minutes`,
    steps: [{ percent: 0, minutes: provisioning }, ...bakes, { percent: 100, minutes: 0 }],
    notes: sizes,
  };
}

function allAtOnce(provisioning: number, notes: readonly string[], wait = 0): Shape {
  const bake = wait === 0 ? [] : [{ percent: 100, minutes: wait }];
  return {
    configuration: `blue/green, all at once${wait === 0 ? '' : `, bake of ${wait} minutes`}`,
    steps: [{ percent: 0, minutes: provisioning }, ...bake, { percent: 100, minutes: 0 }],
    notes,
  };
}

function rollingShape(
  shares: readonly number[],
  size: string,
  notes: readonly string[],
  wait: number,
  provisioning: number,
  unit: Unit,
): Shape {
  const steps = shares.flatMap((percent, i) => [
    { percent: shares[i - 1] ?? 0, minutes: provisioning },
    { percent, minutes: wait },
  ]);
  return {
    configuration: `rolling, batches of ${size}, bakes of ${wait} minutes`,
    steps: [...steps, { percent: 100, minutes: 0 }],
    notes: [
      ...notes,
      `a rollback was assumed to take as long as starting the old ${unit} again (${provisioning} minutes): until then the new ones answer their share`,
    ],
    isRolling: true,
  };
}

/** Capacity moves in whole instances, or copies. */
function wholeNotes(
  size: StepSize | undefined,
  variants: readonly VariantPlan[],
  percent: number,
  unit: Unit,
): string[] {
  if (size === undefined || size.unit !== 'percent' || percent === size.value) return [];
  const counts = variants.map(({ instances }) => instances).join(' and ');
  return [
    `${size.value} % of ${counts} ${unit} is no whole number of them: ${percent} % of the traffic was assumed, because AWS does not document how it rounds`,
  ];
}

function roundedNotes(wait: number): string[] {
  return wait % 60 === 0 ? [] : [`waits are played in whole minutes: ${wait} s as ${minutes(wait)}`];
}

function minutes(seconds: number): number {
  return Math.ceil(seconds / 60);
}
