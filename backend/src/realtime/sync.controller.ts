import { Controller, Get, Query } from '@nestjs/common';
import type { PartialCursor, SyncPage } from '@eventide/contracts';
import { z } from 'zod';
import { User } from '../auth/access.js';
import type { UserPrincipal } from '../auth/principal.js';
import { queryNumber } from '../platform/schemas.js';
import { Sync } from './sync.js';

const anyPlace = queryNumber(0, Number.MAX_SAFE_INTEGER).optional();
const cursorQuery = z.object({ epoch: z.string().optional(), inbox: anyPlace, all: anyPlace }) satisfies z.ZodType<PartialCursor>;

@Controller('sync')
export class SyncController {
  constructor(private readonly sync: Sync) {}

  /** The page after a cursor; without one, or with a part of one, the state. */
  @Get()
  page(@User() user: UserPrincipal, @Query({ schema: cursorQuery }) cursor: PartialCursor): Promise<SyncPage> {
    return this.sync.page(user.userId, cursor);
  }
}
