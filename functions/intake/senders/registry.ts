// Registries of images: GitHub signs its packages' webhooks; Harbor sends an Authorization header of the user's choice; an API
// destination of EventBridge (ECR) sends basic authentication; Docker Hub sends user and password of the address. A forged request
// could only make us read the registry.
import { createHash } from 'node:crypto';
import { outsideEvent } from '../outside-event.ts';
import { isSame, parseObject, type Sender } from '../sender.ts';
import { github } from './github.ts';
import { jenkins } from './jenkins.ts';

export const registry: Sender = {
  secret: 'webhookSecret',
  isAuthentic: async (request, secret, now) =>
    isSame(request.headers.authorization, secret) ||
    (await jenkins.isAuthentic(request, secret, now)) ||
    github.isAuthentic(request, secret, now),
  read({ body }, context) {
    const payload = parseObject(body.toString('utf8'));
    const deliveryId = createHash('sha256').update(body).digest('hex');
    return { deliveryId, event: outsideEvent('registry', 'push', deliveryId, context, payload) };
  },
};
