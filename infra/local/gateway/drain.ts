// Lets requests in hand finish at stop while new ones are refused. Called by runtime.ts around the HTTP API.
import { type GatewayHandler, type GatewayReply, messageReply } from './server.ts';

export interface Drain {
  readonly handler: GatewayHandler;
  /** From now on new requests get 503; resolves when the last one in hand is answered, or after `ms`. */
  drain(ms: number): Promise<void>;
}

export function createDrain(handler: GatewayHandler): Drain {
  const inHand = new Set<Promise<GatewayReply>>();
  let isClosing = false;
  return {
    async handler(request) {
      if (isClosing) return messageReply(503, 'Service Unavailable');
      const reply = handler(request);
      inHand.add(reply);
      return reply.finally(() => inHand.delete(reply));
    },
    async drain(ms) {
      isClosing = true;
      let timer: NodeJS.Timeout | undefined;
      const impatience = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, ms);
      });
      await Promise.race([Promise.allSettled(inHand), impatience]);
      clearTimeout(timer);
    },
  };
}
