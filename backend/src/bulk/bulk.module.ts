import { Module, type DynamicModule, type OnModuleInit } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { Erasure } from '../auth/erasure.js';
import { JobRunner } from '../jobs/job-runner.js';
import type { Env } from '../platform/env.js';
import { AllocationListener } from './allocation-listener.js';
import { AllocationProcessor } from './allocation.processor.js';
import { AllocationsController } from './allocations.controller.js';
import { AllocationsService } from './allocations.service.js';
import { AudienceWalk } from './audience-walk.js';
import { BroadcastProcessor } from './broadcast.processor.js';
import { BroadcastsController } from './broadcasts.controller.js';
import { BroadcastsService } from './broadcasts.service.js';
import { DryRuns } from './dry-runs.js';
import { LateErasure } from './late-erasure.js';
import { ManagerSummaries } from './manager-summaries.js';
import { VoucherViewers } from './voucher-viewers.js';
import { VoucherDocument, VoucherSchema } from './voucher.schema.js';
import { VouchersController } from './vouchers.controller.js';
import { VouchersService } from './vouchers.service.js';
import { VouchersStore } from './vouchers.store.js';

const FOR_CLIENTS = [AllocationsService, BroadcastsService, DryRuns, VoucherViewers, VouchersService];

/** Work that concerns thousands: vouchers and broadcasts to an audience. */
@Module({})
export class BulkModule implements OnModuleInit {
  constructor(
    private readonly runner: JobRunner,
    private readonly allocations: AllocationProcessor,
    private readonly broadcasts: BroadcastProcessor,
    private readonly erasure: Erasure,
    private readonly vouchers: VouchersStore,
  ) {}

  static forRole(role: Env['role']): DynamicModule {
    const hasClients = role !== 'worker';
    return {
      module: BulkModule,
      imports: [MongooseModule.forFeature([{ name: VoucherDocument.name, schema: VoucherSchema }])],
      controllers: hasClients ? [AllocationsController, VouchersController, BroadcastsController] : [],
      providers: [
        VouchersStore,
        AudienceWalk,
        LateErasure,
        ManagerSummaries,
        AllocationListener,
        AllocationProcessor,
        BroadcastProcessor,
        ...(hasClients ? FOR_CLIENTS : []),
      ],
    };
  }

  onModuleInit(): void {
    this.runner.register(this.allocations);
    this.runner.register(this.broadcasts);
    this.erasure.register('vouchers', (userId) => this.vouchers.erase(userId));
  }
}
