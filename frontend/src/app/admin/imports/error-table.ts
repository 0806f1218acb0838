import { DOCUMENT, Component, LOCALE_ID, computed, inject, input, resource } from '@angular/core';
import { Icon } from '@eventide/notification-center';
import { failureOf } from '../../core/failure';
import { errorsIn } from './import-errors';
import { ImportsApi } from './imports-api';

const SHOWN = 100;

/** The bad cells of an import: the first of them on the page, all of them as a file. */
@Component({
  selector: 'app-error-table',
  imports: [Icon],
  templateUrl: './error-table.html',
  styleUrl: './error-table.css',
})
export class ErrorTable {
  private readonly api = inject(ImportsApi);
  private readonly document = inject(DOCUMENT);
  private readonly number = new Intl.NumberFormat(inject(LOCALE_ID));
  readonly importId = input.required<string>();
  /** Changes when there may be others; they are read again then. */
  readonly revision = input.required<number>();

  protected readonly csv = resource({
    params: () => ({ id: this.importId(), revision: this.revision() }),
    loader: ({ params }) => this.api.errors(params.id),
  });
  private readonly errors = computed(() => (this.csv.hasValue() ? errorsIn(this.csv.value()) : []));
  protected readonly shown = computed(() => this.errors().slice(0, SHOWN));
  protected readonly count = computed(() => {
    const count = this.errors().length;
    const words = count === 1 ? '1 cell can’t be imported' : `${this.number.format(count)} cells can’t be imported`;
    return count > SHOWN ? `${words}; the first ${SHOWN} are shown` : words;
  });
  protected readonly failure = computed(() => {
    const error = this.csv.error();
    return error === undefined ? null : failureOf(error).message;
  });

  protected download(): void {
    const url = URL.createObjectURL(new Blob([this.csv.value() ?? ''], { type: 'text/csv' }));
    const link = this.document.createElement('a');
    link.href = url;
    link.download = `import-${this.importId()}-errors.csv`;
    link.click();
    URL.revokeObjectURL(url);
  }
}
