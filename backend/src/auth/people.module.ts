import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { MongoPeopleRepository } from './mongo-people.repository.js';
import {
  AreaRecord,
  AreaSchema,
  CarRecord,
  CarSchema,
  DepartmentRecord,
  DepartmentSchema,
  DesignationRecord,
  DesignationSchema,
  DriverRecord,
  DriverSchema,
} from './organisation.schema.js';
import { Organisation } from './organisation.store.js';
import { PeopleRepository } from './people.repository.js';
import { PersonRecord, PersonSchema } from './person.schema.js';

/** The people and their company alone, for programs that serve nobody. */
@Module({
  imports: [
    MongooseModule.forFeature([
      { name: PersonRecord.name, schema: PersonSchema },
      { name: AreaRecord.name, schema: AreaSchema },
      { name: DepartmentRecord.name, schema: DepartmentSchema },
      { name: DesignationRecord.name, schema: DesignationSchema },
      { name: DriverRecord.name, schema: DriverSchema },
      { name: CarRecord.name, schema: CarSchema },
    ]),
  ],
  providers: [{ provide: PeopleRepository, useClass: MongoPeopleRepository }, Organisation],
  exports: [PeopleRepository, Organisation],
})
export class PeopleModule {}
