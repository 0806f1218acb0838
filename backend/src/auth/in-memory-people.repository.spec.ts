import { describeEmployees } from './employees.conformance.js';
import { InMemoryPeopleRepository } from './in-memory-people.repository.js';
import { describePeople } from './people.conformance.js';

describePeople(InMemoryPeopleRepository.name, async () => new InMemoryPeopleRepository());
describeEmployees(InMemoryPeopleRepository.name, async () => new InMemoryPeopleRepository());
