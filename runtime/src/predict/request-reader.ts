import type { ModelManifest } from '@inference-constructs/core/out/model/manifest';
import { InputRules } from '../codec/input-rules';
import { JsonScanner } from '../codec/json-scanner';
import type { Tensors } from '../engine/engine';
import type { Waiter } from '../engine/waiting';
import type { Aside } from './aside';
import { readForm, type Form, type InvocationsForm, type Reading } from './form';
import { isLongToRead, LARGE } from './large';
import { Slices } from './slices';

const SLICE_BYTES = 65_536;

/** Makes of bodies what the model is asked: the one way in for every contract. */
export class RequestReader {
  private readonly scanner: JsonScanner | undefined;
  private readonly rules: InputRules | undefined;
  private readonly slices: Slices;

  /** Without `aside`, everything is read in one go: where nobody else waits. */
  constructor(
    private readonly manifest: ModelManifest,
    private readonly aside?: Aside,
  ) {
    this.scanner = JsonScanner.for(manifest.signature);
    this.rules = InputRules.for(manifest.signature);
    this.slices = new Slices(aside?.maxWaitMilliseconds ?? Infinity);
  }

  /** Throws or rejects with a `Fault` where the body is not what its form says or breaks a rule of the model's. */
  read(form: Form, body: Buffer, waiter: Pick<Waiter, 'isGone' | 'deadline'>): Reading | Promise<Reading> {
    return this.aside === undefined || body.length <= LARGE.textBytes
      ? this.readNow(form, body)
      : this.readLarge(form, body, waiter, this.aside);
  }

  readNow(form: Form, body: Buffer): Reading {
    const reading = this.scan(form, body) ?? readForm(form, body, this.manifest);
    this.check(reading.inputs);
    return reading;
  }

  /** Inputs that break no rule of the model's. */
  check(inputs: Tensors): void {
    const broken = this.rules?.faultOf(inputs);
    if (broken !== undefined) {
      throw broken;
    }
  }

  private readLarge(
    form: Form,
    body: Buffer,
    waiter: Pick<Waiter, 'isGone' | 'deadline'>,
    aside: Aside,
  ): Reading | Promise<Reading> {
    if (!isLongToRead(form, body, this.manifest.signature)) {
      return this.readNow(form, body);
    }
    if (body.length <= LARGE.scannedBytes) {
      const reading = this.scan(form, body);
      if (reading !== undefined) {
        this.check(reading.inputs);
        return reading;
      }
    } else if (this.scanner !== undefined && isJson(form) && this.rules === undefined) {
      return this.scanSlices(this.scanner, form, body, waiter, aside);
    }
    return aside.read(form, body, waiter);
  }

  private scan(form: Form, body: Buffer): Reading | undefined {
    const inputs = isJson(form) ? this.scanner?.scan(body) : undefined;
    return inputs && readingOf(form as InvocationsForm, inputs);
  }

  private async scanSlices(
    scanner: JsonScanner,
    form: InvocationsForm,
    body: Buffer,
    waiter: Pick<Waiter, 'isGone' | 'deadline'>,
    aside: Aside,
  ): Promise<Reading> {
    const inputs = await this.slices.do(scanner.slices(body, SLICE_BYTES), body.length, waiter);
    return inputs === undefined ? aside.read(form, body, waiter) : readingOf(form, inputs);
  }
}

function isJson(form: Form): form is InvocationsForm {
  return form.kind === 'invocations' && form.type === 'application/json';
}

function readingOf({ kind, answer }: InvocationsForm, inputs: Tensors): Reading {
  return { inputs, answer: { kind, type: answer } };
}
