import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { MongoPeopleRepository } from './mongo-people.repository.js';
import { PeopleRepository } from './people.repository.js';
import { PersonRecord, PersonSchema } from './person.schema.js';

/** The people alone, for programs that serve nobody. */
@Module({
  imports: [MongooseModule.forFeature([{ name: PersonRecord.name, schema: PersonSchema }])],
  providers: [{ provide: PeopleRepository, useClass: MongoPeopleRepository }],
  exports: [PeopleRepository],
})
export class PeopleModule {}
