import type { UtilizationSpec } from '@inference-constructs/core/out/scaling/utilization';
import { decideUtilizationTracking } from '@inference-constructs/core/out/scaling/utilization';
import { TOKEN, spec } from './support/spec';

describe('utilization', () => {
  const target = (utilization: Omit<UtilizationSpec, 'targetPercent'>) => {
    const [{ properties }] = decideUtilizationTracking(spec(), 'It', { targetPercent: 70, ...utilization }).resources;
    return (properties as { TargetTrackingScalingPolicyConfiguration: { TargetValue: number } })
      .TargetTrackingScalingPolicyConfiguration.TargetValue;
  };

  test.each<[UtilizationSpec['utilized'], string, number]>([
    ['gpu', 'ml.g5.xlarge', 70],
    ['gpu', 'ml.g5.12xlarge', 280],
    ['gpu', 'ml.g4dn.16xlarge', 70],
    ['gpu', 'ml.p4d.24xlarge', 560],
    ['gpu-memory', 'ml.g6.48xlarge', 560],
    ['cpu', 'ml.c7i.large', 140],
    ['cpu', 'ml.m5.4xlarge', 1120],
    ['cpu', 'ml.c4.8xlarge', 2520],
    ['memory', 'ml.m5.4xlarge', 70],
  ])('of %s on %s is multiplied by its devices', (utilized, instanceType, value) => {
    expect(target({ utilized, instanceType })).toBe(value);
  });

  test('of devices that are given is multiplied by those', () => {
    expect(target({ utilized: 'gpu', instanceType: 'token', devices: 2 })).toBe(140);
  });

  test.each<[Omit<UtilizationSpec, 'targetPercent'> & { targetPercent?: number }, string]>([
    [
      { utilized: 'gpu', instanceType: 'token' },
      'GPUs of an instance (unknown): needed, because GPUUtilization is the sum over them. pass devicesPerInstance',
    ],
    [
      { utilized: 'gpu', instanceType: 'ml.c7i.large' },
      'GPUs of an instance (0): at least 1 to scale on GPUUtilization. choose an instance type that has some, or another metric',
    ],
    [
      { utilized: 'memory', targetPercent: 101 },
      'target utilization (101 %): more than 0 and at most 100, of each device. choose a share in that range',
    ],
    [
      { utilized: 'memory', targetPercent: TOKEN },
      'target utilization (a token): must be known at synth, because it is multiplied by the devices of an instance. pass a literal',
    ],
  ])('%j is refused', (utilization, message) => {
    expect(() => target(utilization as Omit<UtilizationSpec, 'targetPercent'>)).toThrow(message);
  });
});
