import { command, type RouteRecord } from '../http/route.ts';
import type { AnswerCallService } from './answer-call-service.ts';
import { AnswerCall, AnswerCallReceipt } from './answer-call-schema.ts';
import { bodyDigest, bytesOf, createSignatureProof, nonceOf, spendNonce } from './answer-signature.ts';

export interface AnswerCallRouteDependencies {
  answerCalls: AnswerCallService;
  config: { pmoAnswers: { secrets: string[] } };
}

/** The PMO as another system: its answers by API (api.md, "PMO as another system"). */
export function answerCallRoutes({ answerCalls, config }: AnswerCallRouteDependencies): RouteRecord[] {
  return [
    command('/pmo/answers', {
      permission: 'delivery.answer-signed',
      audit: 'batch.answer-call',
      summary:
        'Answers of the PMO’s system: bearer token, and X-Loket-Signature = hex HMAC-SHA256 of ' +
        'X-Loket-Timestamp.X-Loket-Nonce.body; what cannot be taken becomes work items',
      body: AnswerCall,
      response: AnswerCallReceipt,
      // Whoever repeats a call signs it anew; the body tells that it is the same.
      repeatable: false,
      prove: createSignatureProof(config.pmoAnswers.secrets),
      handle: ({ act, body, req }) =>
        act(async (one) => {
          await spendNonce(one, nonceOf(req));
          return answerCalls.take(one, body, bodyDigest(bytesOf(req)));
        }),
    }),
  ];
}
