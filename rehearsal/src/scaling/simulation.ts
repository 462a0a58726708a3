import type { LoadTrace } from './load-trace';
import type { ControlParts } from './scaling-control';
import { ScalingControl } from './scaling-control';
import type { ScalingMinute, ScalingResult } from './scaling-result';

export interface SimulationParts extends ControlParts {
  readonly trace: LoadTrace;
  readonly isAsynchronous: boolean;
  readonly unitRequestsPerMinute?: number;
}

type Played = Omit<ScalingResult, 'target' | 'cost' | 'assumptions'>;

/** One run: in each step what scales decides, then the load is served. */
export class Simulation {
  private readonly control: ScalingControl;
  private readonly minutes: ScalingMinute[] = [];
  private backlog = 0;
  private unserved = 0;
  private unitSeconds = 0;

  constructor(private readonly parts: SimulationParts) {
    this.control = new ScalingControl(parts);
  }

  get openMinutes(): ScalingControl['openMinutes'] {
    return this.control.openMinutes;
  }

  run(): Played {
    const { trace, unitRequestsPerMinute } = this.parts;
    const { control } = this;
    const { stepsPerMinute } = control;
    trace.requests.forEach((requests, minute) => {
      for (let part = 0; part < stepsPerMinute; part++) {
        control.begin(minute, part);
        this.serve(requests / stepsPerMinute, minute, part);
      }
      this.minutes.push(this.record(minute, requests));
    });
    return {
      minutes: this.minutes,
      activities: control.activities,
      ...(unitRequestsPerMinute === undefined
        ? {}
        : { underProvisionedMinutes: this.minutes.filter(({ isUnderProvisioned }) => isUnderProvisioned).length }),
      unservedRequests: this.unserved,
      unitHours: this.unitSeconds / 3600,
    };
  }

  private serve(requests: number, minute: number, part: number): void {
    const { capacity, stepSeconds, isAsynchronous, unitRequestsPerMinute = Infinity } = this.parts;
    const { inService } = capacity;
    if (isAsynchronous) {
      const answered = inService === 0 ? 0 : (inService * unitRequestsPerMinute * stepSeconds) / 60;
      this.backlog = Math.max(0, this.backlog + requests - answered);
    } else if (inService === 0) this.unserved += requests;
    this.unitSeconds += capacity.billed * stepSeconds;
    const { backlog } = this;
    this.control.end({ minute, part, seconds: stepSeconds, requests, capacity: inService, backlog });
  }

  private record(minute: number, requests: number): ScalingMinute {
    const { capacity, isAsynchronous, unitRequestsPerMinute } = this.parts;
    const { inService, desired } = capacity;
    return {
      minute,
      requests,
      capacity: inService,
      desired,
      ...(inService === 0 ? {} : { perUnit: requests / inService }),
      ...(unitRequestsPerMinute === undefined
        ? {}
        : { isUnderProvisioned: requests > inService * unitRequestsPerMinute }),
      ...(isAsynchronous ? { backlog: this.backlog } : {}),
    };
  }
}
