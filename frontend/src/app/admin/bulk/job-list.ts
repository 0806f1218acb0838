import { Injectable, inject } from '@angular/core';
import type { ListedJob } from '@eventide/contracts';
import { FreshList } from '../../core/fresh-list';
import { JobsApi, type JobRoute } from './jobs-api';

/** The newest jobs of one route. */
@Injectable()
export class JobList extends FreshList<ListedJob> {
  private readonly api = inject(JobsApi);
  private route: JobRoute | null = null;

  async show(route: JobRoute): Promise<void> {
    this.route = route;
    await this.refresh();
  }

  protected override read(): Promise<ListedJob[]> {
    return this.route === null ? Promise.resolve([]) : this.api.newest(this.route);
  }
}
