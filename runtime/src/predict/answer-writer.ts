import type { ModelManifest } from '@inference-constructs/core/out/model/manifest';
import { marked } from './fallback-mark';
import type { AnswerForm } from './form';
import { FORMATS } from './formats';
import { inferReply } from './infer-reply';
import { predictionsOf } from './instances';
import { JsonAnswer } from './json-answer';
import type { Prediction } from './prediction';
import { jsonReply, type Reply } from './reply';

/** Writes answers in the form in which they are wanted. */
export class AnswerWriter {
  private readonly json: JsonAnswer;

  constructor(private readonly manifest: ModelManifest) {
    this.json = new JsonAnswer(manifest);
  }

  write(answer: AnswerForm, prediction: Prediction): Reply {
    return marked(prediction, this.unmarked(answer, prediction));
  }

  private unmarked(answer: AnswerForm, prediction: Prediction): Reply {
    const { manifest } = this;
    switch (answer.kind) {
      case 'invocations': {
        const { type } = answer;
        return type === 'application/json'
          ? this.json.reply(prediction)
          : { status: 200, contentType: type, body: FORMATS[type].write(prediction, manifest) };
      }
      case 'open-inference':
        return inferReply(manifest, prediction, answer);
      case 'kserve-v1':
        return jsonReply({ predictions: predictionsOf(prediction, manifest), fallback: prediction.fallback });
    }
  }
}
