import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import type { User } from '@eventide/contracts';
import type { AudienceMember, KeptEmployee, Shift } from './people.repository.js';

export const PEOPLE = 'people';

/** A person, with account and employment. Codes name departments and designations. */
@Schema({ collection: PEOPLE, versionKey: false })
export class PersonRecord {
  @Prop({ type: String, required: true })
  _id!: string;

  @Prop({ type: String, required: true })
  name!: string;

  /** Lower-case words that a search finds the person by; see `searchWords`. */
  @Prop({ type: [String], required: true, index: true })
  words!: string[];

  @Prop({ type: String })
  email?: string;

  /** Lower case: what is unique. */
  @Prop({ type: String, index: { unique: true, partialFilterExpression: { emailKey: { $type: 'string' } } } })
  emailKey?: string;

  @Prop({ type: [String], required: true })
  roles!: string[];

  @Prop({ type: String })
  department?: string;

  @Prop({ type: String, index: true })
  designation?: string;

  /** That of the designation. */
  @Prop({ type: String })
  grade?: string;

  /** `YYYY-MM-DD`. */
  @Prop({ type: String, index: true })
  hiredAt?: string;

  @Prop({ type: String, index: { sparse: true } })
  managerId?: string;

  @Prop({ type: [Object], default: undefined })
  schedule?: Shift[];

  /** When it was said what the schedule is. */
  @Prop({ type: Date })
  scheduleSaidAt?: Date;

  @Prop({ type: String })
  locale?: string;

  @Prop({ type: String })
  timezone?: string;

  @Prop({ type: String })
  passwordHash?: string;
}

export const PersonSchema = SchemaFactory.createForClass(PersonRecord);
PersonSchema.index({ name: 1, _id: 1 });
PersonSchema.index({ department: 1, name: 1, _id: 1 });
PersonSchema.index({ roles: 1, _id: 1 });
PersonSchema.index({ department: 1, _id: 1 });
PersonSchema.index({ grade: 1, name: 1, _id: 1 });
PersonSchema.index({ grade: 1, _id: 1 });

export function userOf(record: PersonRecord): User {
  const { _id: id, name, roles, email, department, grade, hiredAt, locale, timezone } = record;
  return {
    id,
    name,
    roles,
    email: email ?? null,
    department: department ?? null,
    grade: grade ?? null,
    hiredAt: hiredAt ?? null,
    locale: locale ?? null,
    timezone: timezone ?? null,
  };
}

export function memberOf(record: PersonRecord): AudienceMember {
  const { id, name, email, department, locale } = userOf(record);
  return { id, name, email, department, locale };
}

export function employeeOf(record: PersonRecord): KeptEmployee {
  const { id, name, email, roles, department, grade, hiredAt } = userOf(record);
  const { designation = null, managerId = null } = record;
  return { id, name, email, roles, department, designation, grade, hiredAt, managerId };
}
