import type { ModelManifest } from '@inference-constructs/core/out/model/manifest';
import { writeJson } from '../codec/json-writer';
import type { Prediction } from './prediction';
import type { Reply } from './reply';

const BEYOND_ASCII = /[^ -~]/;

/** The answer as JSON text: what `JSON.stringify` makes of `toAnswer`, without the objects in between. */
export class JsonAnswer {
  private readonly head: string;
  private readonly classes: readonly string[];
  private readonly isAscii: boolean;
  /** What stands before an output, by its name. */
  private readonly labels = new Map<string, string>();

  constructor({ name, version, classes, signature }: ModelManifest) {
    this.head = `{"model":${JSON.stringify({ name, version })},"outputs":{`;
    this.classes = classes?.names.map((text) => JSON.stringify(text)) ?? [];
    for (const output of signature.outputs) {
      this.labels.set(output.name, `${JSON.stringify(output.name)}:`);
    }
    const fixed = [this.head, ...this.classes, ...this.labels.values()].join('');
    this.isAscii = !BEYOND_ASCII.test(fixed) && signature.outputs.every(({ type }) => type !== 'string');
  }

  reply(prediction: Prediction): Reply {
    return { status: 200, contentType: 'application/json', body: this.write(prediction), isAscii: this.isAscii };
  }

  private write({ outputs, classes, fallback }: Prediction): string {
    let text = this.head;
    let separator = '';
    for (const name in outputs) {
      text += separator + (this.labels.get(name) ?? '') + writeJson(outputs[name]);
      separator = ',';
    }
    const tail = fallback === undefined ? '}' : `,"fallback":"${fallback}"}`;
    if (classes === undefined) {
      return `${text}}${tail}`;
    }
    text += '},"classes":[';
    for (let row = 0; row < classes.length; row++) {
      text += (row === 0 ? '' : ',') + this.classes[classes[row]];
    }
    return `${text}]${tail}`;
  }
}
