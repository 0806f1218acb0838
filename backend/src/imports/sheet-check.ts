import { readRow, rulesOf, type Finding, type Header, type Kind, type SheetName, type SheetRules } from './steps.js';
import type { Row } from './workbook/cell.js';

/** What there is already, outside the workbook. */
export abstract class KnownBefore {
  /** Those among the ids that there are. */
  abstract known(kind: Kind, ids: readonly string[]): Promise<ReadonlySet<string>>;

  /** Who has which of these e-mail addresses, in lower case. */
  abstract emailOwners(emails: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

/** Ids that the rows without a finding define, by kind. */
export type Defined = Readonly<Record<Kind, Set<string>>>;

export interface RowFinding extends Finding {
  row: number;
  /** The employee whom the row is about, where it says so. */
  about?: string;
}

type ReadValues = Readonly<Record<string, string | undefined>>;
type Checked = { row: number; values: ReadValues; findings: Finding[] };

const ASKED_AT_ONCE = 1_000;

/**
 * Judges the rows of one sheet, batch by batch, after those of the sheets before it. It remembers ids and keys, no rows:
 * some 150 bytes for each row.
 */
export class SheetCheck {
  /** Rows with a finding. */
  readonly bad = new Set<number>();
  private readonly rules: SheetRules;
  /** Keys with their row, for each thing that has to be unique. */
  private readonly seen: readonly Map<string, number>[];
  /** Who refers to which id of this very sheet: it may stand further down. */
  private readonly waiting = new Map<string, { row: number; id: string }[]>();

  /** @param defined what the sheets before define; this one adds its own */
  constructor(
    private readonly sheet: SheetName,
    private readonly defined: Defined,
    private readonly before: KnownBefore,
  ) {
    this.rules = rulesOf(sheet);
    this.seen = this.rules.unique.map(() => new Map<string, number>());
  }

  /** What is wrong with the rows, except for references within the sheet. */
  async judge(header: Header, rows: readonly Row[]): Promise<RowFinding[]> {
    const batch: Checked[] = rows.map(({ number, cells }) => ({ row: number, ...readRow(this.sheet, header, cells) }));
    for (const checked of batch) this.checkUnique(checked);
    for (const [column, kind] of this.references()) await this.checkReferences(batch, column, kind);
    if (this.sheet === 'Employees') await this.checkOwners(batch);
    for (const checked of batch) this.conclude(checked);
    return batch.flatMap(({ row, values: { employeeId: about }, findings }) => findings.map((finding) => ({ row, about, ...finding })));
  }

  /**
   * To be called after the last rows: what is wrong with references within the sheet. Rows that refer to a row that
   * turns out bad are bad too.
   */
  async conclusion(): Promise<RowFinding[]> {
    const { defines } = this.rules;
    const [column] = this.references(true)[0] ?? [];
    if (column === undefined || defines === undefined) return [];
    const findings: RowFinding[] = [];
    for (let lost = await this.unknown(defines, [...this.waiting.keys()]); lost.size > 0; ) {
      const refused: string[] = [];
      for (const id of lost) {
        for (const referring of this.waiting.get(id) ?? []) {
          findings.push({ row: referring.row, about: referring.id, column, cell: id, problem: missing(defines) });
          this.bad.add(referring.row);
          this.defined[defines].delete(referring.id);
          refused.push(referring.id);
        }
      }
      lost = await this.unknown(defines, refused.filter((id) => this.waiting.has(id)));
    }
    return findings;
  }

  private checkUnique({ row, values, findings }: Checked): void {
    this.rules.unique.forEach((columns, index) => {
      const parts = columns.map((column) => keyPart(column, values[column]));
      if (parts.includes(undefined)) return;
      const key = parts.join('\n');
      const earlier = this.seen[index]?.get(key);
      if (earlier === undefined) this.seen[index]?.set(key, row);
      else blame(findings, columns[0], values[columns[0]], `is the same as in row ${earlier}`);
    });
  }

  private async checkReferences(batch: readonly Checked[], column: string, kind: Kind): Promise<void> {
    const unknown = await this.unknown(kind, batch.flatMap(({ values }) => values[column] ?? []));
    for (const { values, findings } of batch) {
      const id = values[column];
      if (id !== undefined && unknown.has(id)) blame(findings, column, id, missing(kind));
    }
  }

  private async checkOwners(batch: readonly Checked[]): Promise<void> {
    const owners = await this.before.emailOwners(batch.flatMap(({ values }) => values['email']?.toLowerCase() ?? []));
    for (const { values, findings } of batch) {
      const owner = owners.get(values['email']?.toLowerCase() ?? '');
      if (owner === undefined || values['employeeId'] === undefined || owner === values['employeeId']) continue;
      blame(findings, 'email', values['email'], 'belongs to somebody else');
    }
  }

  private conclude({ row, values, findings }: Checked): void {
    if (findings.length > 0) {
      this.bad.add(row);
      return;
    }
    const { defines, unique } = this.rules;
    const id = values[unique[0]?.[0] ?? ''];
    if (defines === undefined || id === undefined) return;
    this.defined[defines].add(id);
    for (const [column] of this.references(true)) {
      const target = values[column];
      if (target === undefined) continue;
      const referring = this.waiting.get(target) ?? [];
      this.waiting.set(target, referring);
      referring.push({ row, id });
    }
  }

  /** Columns that refer to what other sheets define, or to what this one does. */
  private references(within = false): [column: string, kind: Kind][] {
    const { refers, defines } = this.rules;
    return Object.entries(refers).flatMap(([column, kind]) => (kind && (kind === defines) === within ? [[column, kind]] : []));
  }

  private async unknown(kind: Kind, ids: readonly string[]): Promise<Set<string>> {
    const asked = [...new Set(ids)].filter((id) => !this.defined[kind].has(id));
    const unknown = new Set(asked);
    for (let start = 0; start < asked.length; start += ASKED_AT_ONCE) {
      const some = asked.slice(start, start + ASKED_AT_ONCE);
      for (const id of await this.before.known(kind, some)) unknown.delete(id);
    }
    return unknown;
  }
}

/** One cell is wrong for one reason: the first that was found. */
function blame(findings: Finding[], column: string, cell: string | undefined, problem: string): void {
  if (!findings.some((finding) => finding.column === column)) findings.push({ column, cell, problem });
}

/** Two e-mail addresses are the same whatever their case. */
function keyPart(column: string, value: string | undefined): string | undefined {
  return column === 'email' ? value?.toLowerCase() : value;
}

function missing(kind: Kind): string {
  return `is none of the ${kind}, neither in the workbook nor known before`;
}
