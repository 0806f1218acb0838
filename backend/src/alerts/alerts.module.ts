import { Module } from '@nestjs/common';
import { Alerts } from './alerts.service.js';
import { OutageLimits, OutageWatch } from './outage-watch.js';

/** Tells administrators when something serious happens. */
@Module({ providers: [Alerts, OutageLimits, OutageWatch] })
export class AlertsModule {}
