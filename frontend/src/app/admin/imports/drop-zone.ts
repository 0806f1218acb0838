import { Component, computed, input, output, signal, viewChild, type ElementRef } from '@angular/core';
import { Icon } from '@eventide/notification-center';
import { LARGEST_MB } from './workbook-upload';

/** Where a workbook is dropped, or chosen by its button. */
@Component({
  selector: 'app-drop-zone',
  imports: [Icon],
  host: {
    '[class.over]': 'over()',
    '(dragover)': 'dragged($event)',
    '(dragleave)': 'over.set(false)',
    '(drop)': 'dropped($event)',
  },
  template: `
    <eventide-icon name="upload" />
    @if (file(); as file) {
      <p class="name">{{ file.name }}</p>
      <p class="faint">{{ size() }}</p>
    } @else {
      <p class="name">Drop a workbook here</p>
      <p class="faint">An .xlsx file of at most {{ largest }} MB.</p>
    }
    <label class="button" [class.button-off]="locked()">
      {{ file() ? 'Choose another file' : 'Choose a file' }}
      <input
        #field
        class="visually-hidden"
        type="file"
        accept=".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        [disabled]="locked()"
        (change)="picked()"
        (keydown.enter)="entered($event)"
      />
    </label>
  `,
  styleUrl: './drop-zone.css',
})
export class DropZone {
  private readonly field = viewChild.required<ElementRef<HTMLInputElement>>('field');
  readonly file = input.required<File | null>();
  /** While one is on its way, no other is taken. */
  readonly locked = input.required<boolean>();
  readonly chosen = output<File>();
  protected readonly over = signal(false);
  protected readonly largest = LARGEST_MB;
  protected readonly size = computed(() => {
    const bytes = this.file()?.size ?? 0;
    return bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
  });

  protected picked(): void {
    const field = this.field().nativeElement;
    const file = field.files?.[0];
    if (file) this.chosen.emit(file);
    // So that the same file can be chosen again after it was changed.
    field.value = '';
  }

  /** It looks like a button, which Enter presses; of itself it only knows Space. */
  protected entered(event: Event): void {
    event.preventDefault();
    this.field().nativeElement.click();
  }

  protected dragged(event: DragEvent): void {
    event.preventDefault();
    this.over.set(!this.locked());
  }

  protected dropped(event: DragEvent): void {
    event.preventDefault();
    this.over.set(false);
    const file = event.dataTransfer?.files[0];
    if (file && !this.locked()) this.chosen.emit(file);
  }
}
