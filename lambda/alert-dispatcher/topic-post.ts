import { TOPIC_TARGET } from '../../lib/contract';
import { type Post, PostError } from './http-post';

/** Publishes a text to a topic; its errors are AWS's, of which only the name is told on. */
export type Publish = (topicArn: string, message: string, timeoutMs: number) => Promise<void>;

/** Posts what is for a topic to the topic, and everything else by `others`. */
export function withTopics(publish: Publish, others: Post): Post {
  return async (request, timeoutMs) => {
    if (!request.url.startsWith(TOPIC_TARGET)) return others(request, timeoutMs);
    try {
      await publish(request.url.slice(TOPIC_TARGET.length), request.body, timeoutMs);
      return { status: 200 };
    } catch (error) {
      const { name } = error as Error;
      throw new PostError(`the topic did not take it: ${name}`, !FINAL.test(name));
    }
  };
}

// --- internal ---

/** Errors that are the same the next time: no such topic, no permission to it or to its key, no such message. */
const FINAL = /^(NotFound|AuthorizationError|AccessDenied|InvalidParameter|KMS(?!Throttling))/;
