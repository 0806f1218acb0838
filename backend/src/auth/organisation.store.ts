import { Injectable } from '@nestjs/common';
import type { EmployeeDetails } from '@eventide/contracts';
import type { mongo } from 'mongoose';
import { Mongo } from '../platform/mongo.js';
import type { AreaRecord, CarRecord, DepartmentRecord, DesignationRecord, DriverRecord } from './organisation.schema.js';
import { PeopleRepository } from './people.repository.js';

export interface Area {
  code: string;
  name: string;
}

export interface Department {
  code: string;
  name: string;
  areaCode: string;
}

export interface Designation {
  code: string;
  title: string;
  grade: string;
}

export interface Driver {
  id: string;
  employeeId: string;
  licence: string;
}

export interface Car {
  plate: string;
  model: string;
  driverId: string | null;
}

type Kind = 'areas' | 'departments' | 'designations' | 'drivers' | 'cars';
type Coded = { _id: string };

/**
 * The company around its people: areas, departments, designations, drivers and cars. Every `put` registers its rows or
 * replaces what they name, each for itself, so a call that failed may be repeated.
 */
@Injectable()
export class Organisation {
  constructor(
    private readonly mongo: Mongo,
    private readonly people: PeopleRepository,
  ) {}

  putAreas(rows: readonly Area[]): Promise<void> {
    return this.put('areas', rows.map(({ code: _id, name }) => ({ _id, name })));
  }

  putDepartments(rows: readonly Department[]): Promise<void> {
    return this.put('departments', rows.map(({ code: _id, name, areaCode }) => ({ _id, name, areaCode })));
  }

  /** The grade is then that of all who have the designation. */
  async putDesignations(rows: readonly Designation[]): Promise<void> {
    await this.put('designations', rows.map(({ code: _id, title, grade }) => ({ _id, title, grade })));
    await this.people.regrade(new Map(rows.map(({ code, grade }) => [code, grade])));
  }

  putDrivers(rows: readonly Driver[]): Promise<void> {
    return this.put('drivers', rows.map(({ id: _id, employeeId, licence }) => ({ _id, employeeId, licence })));
  }

  putCars(rows: readonly Car[]): Promise<void> {
    return this.put('cars', rows.map(({ plate: _id, model, driverId }) => ({ _id, model, ...(driverId !== null && { driverId }) })));
  }

  /** Those among the ids that there are. */
  async known(kind: Kind, ids: readonly string[]): Promise<Set<string>> {
    const found = await this.records(kind).find({ _id: { $in: [...ids] } }, { projection: { _id: 1 } }).toArray();
    return new Set(found.map(({ _id }) => _id));
  }

  /** All of them when no codes are given. */
  areas(codes?: readonly string[]): Promise<Map<string, AreaRecord>> {
    return this.byCode(this.records('areas'), codes);
  }

  /** All of them when no codes are given. */
  departments(codes?: readonly string[]): Promise<Map<string, DepartmentRecord>> {
    return this.byCode(this.records('departments'), codes);
  }

  /** All of them when no codes are given. */
  designations(codes?: readonly string[]): Promise<Map<string, DesignationRecord>> {
    return this.byCode(this.records('designations'), codes);
  }

  /** An employee as a driver, with the cars. */
  async driver(employeeId: string): Promise<EmployeeDetails['driver']> {
    const driver = await this.drivers.findOne({ employeeId }, { sort: { _id: 1 } });
    if (!driver) return null;
    const cars = await this.cars.find({ driverId: driver._id }).sort({ _id: 1 }).toArray();
    return { id: driver._id, licence: driver.licence, cars: cars.map(({ _id: plate, model }) => ({ plate, model })) };
  }

  /** An employee drives no more; the cars stay. @returns whether it was a driver */
  async removeDriver(employeeId: string): Promise<boolean> {
    const ids = await this.drivers.distinct('_id', { employeeId });
    await this.cars.updateMany({ driverId: { $in: ids } }, { $unset: { driverId: '' } });
    return (await this.drivers.deleteMany({ employeeId })).deletedCount > 0;
  }

  private async put(kind: Kind, documents: readonly Coded[]): Promise<void> {
    if (documents.length === 0) return;
    const writes = documents.map((replacement) => ({
      replaceOne: { filter: { _id: replacement._id }, replacement, upsert: true },
    }));
    await this.records(kind).bulkWrite(writes, { ordered: false });
  }

  private async byCode<T extends Coded>(records: mongo.Collection<Coded>, codes?: readonly string[]): Promise<Map<string, T>> {
    const found = await records.find<T>(codes ? { _id: { $in: [...codes] } } : {}).toArray();
    return new Map(found.map((record) => [record._id, record]));
  }

  private records(kind: Kind): mongo.Collection<Coded> {
    return this.mongo.collection<Coded>(kind);
  }

  private get drivers(): mongo.Collection<DriverRecord> {
    return this.mongo.collection<DriverRecord>('drivers');
  }

  private get cars(): mongo.Collection<CarRecord> {
    return this.mongo.collection<CarRecord>('cars');
  }
}
