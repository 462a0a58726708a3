import type { CfnAlarmProps, IAlarm, IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import { AlarmBase, CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { l1Props } from './l1-props';
import { perRelease, Release } from './release';
import type { Rendering } from './rendering';

/** Renders the alarms of a plan: those of a release, which `text` tells from others, anew for each. */
export function renderAlarms(scope: Construct, rendering: Rendering, text?: () => string): IAlarm[] {
  const release = text === undefined ? undefined : new Release(scope, text);
  return rendering.idsOfType('AWS::CloudWatch::Alarm').map((id) => {
    const props = l1Props<CfnAlarmProps>(rendering.properties(id));
    return rendering.add(id, new PlannedAlarm(scope, id, props, release));
  });
}

/** The L2 `Alarm` numbers its queries anew; here they keep the ids of the plan. */
class PlannedAlarm extends AlarmBase {
  /** ARN, once the alarm is there. */
  public readonly alarmArn: string;
  /** Name, chosen by CloudFormation. */
  public readonly alarmName: string;
  private readonly resource: CfnAlarm;

  constructor(scope: Construct, id: string, props: CfnAlarmProps, release?: Release) {
    super(scope, id);
    this.resource = new CfnAlarm(this, 'Resource', props);
    if (release !== undefined) perRelease(this.resource, release);
    this.alarmArn = this.resource.attrArn;
    this.alarmName = this.resource.ref;
  }

  /** Triggers the actions when the alarm goes off. */
  public override addAlarmAction(...actions: IAlarmAction[]): void {
    super.addAlarmAction(...actions);
    this.resource.alarmActions = this.alarmActionArns;
  }

  /** Triggers the actions when the alarm has too few data. */
  public override addInsufficientDataAction(...actions: IAlarmAction[]): void {
    super.addInsufficientDataAction(...actions);
    this.resource.insufficientDataActions = this.insufficientDataActionArns;
  }

  /** Triggers the actions when the alarm is over. */
  public override addOkAction(...actions: IAlarmAction[]): void {
    super.addOkAction(...actions);
    this.resource.okActions = this.okActionArns;
  }
}
