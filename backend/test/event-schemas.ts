import { UPDATE_OPS, type ClientEvent } from '@eventide/contracts';
import type { JsonSchema } from './hostile-values.js';

/** What each event asks for, as a schema; complete by type. */
export const EVENT_SCHEMAS: Record<ClientEvent, JsonSchema> = {
  sync: { type: 'object', properties: { epoch: { type: 'string' }, inbox: { type: 'integer' }, all: { type: 'integer' } } },
  update: {
    type: 'object',
    required: ['commandId', 'op', 'ids'],
    properties: {
      commandId: { type: 'string' },
      op: { enum: UPDATE_OPS },
      ids: { type: 'array', items: { type: 'string' } },
      upTo: { type: 'integer' },
      epoch: { type: 'string' },
      announcementsUpTo: { type: 'integer' },
    },
  },
  ack: { type: 'object', required: ['inbox', 'all'], properties: { inbox: { type: 'integer' }, all: { type: 'integer' } } },
  refreshToken: { type: 'object', required: ['token'], properties: { token: { type: 'string' } } },
  messageToServer: { type: 'string' },
};
