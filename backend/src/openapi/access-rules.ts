import type { INestApplication } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { ACCESS_RULE, PUBLIC_ROUTE, type AccessRule } from '../auth/access.js';

/** Who may call a handler, as the guard will judge it. */
export type HandlerAccess = 'public' | AccessRule;

/** By `Controller_method`, which is how the document names its operations. */
export function accessRules(app: INestApplication): Map<string, HandlerAccess> {
  const rules = new Map<string, HandlerAccess>();
  for (const { controllers } of app.get(ModulesContainer).values()) {
    for (const { metatype } of controllers.values()) {
      if (typeof metatype !== 'function') continue;
      const prototype = metatype.prototype as Record<string, unknown>;
      for (const name of Object.getOwnPropertyNames(prototype)) {
        const handler = prototype[name];
        if (typeof handler === 'function') rules.set(`${metatype.name}_${name}`, accessOf(handler, metatype));
      }
    }
  }
  return rules;
}

function accessOf(handler: object, controller: object): HandlerAccess {
  const read = (name: string): unknown => Reflect.getMetadata(name, handler) ?? Reflect.getMetadata(name, controller);
  return read(PUBLIC_ROUTE) === true ? 'public' : ((read(ACCESS_RULE) as AccessRule | undefined) ?? {});
}
