import { Module } from '@nestjs/common';
import { HealthController } from './health.controller.js';
import { MetricsController } from './metrics.controller.js';
import { MetricsListener } from './metrics-listener.js';

/** Whether the process is well, and what it counts. */
@Module({ controllers: [HealthController, MetricsController], providers: [MetricsListener] })
export class HealthModule {}
