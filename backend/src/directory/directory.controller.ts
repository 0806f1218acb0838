import { Controller, Get, Param, Query } from '@nestjs/common';
import type { EmployeeDetails, EmployeePage, OrganisationChoices } from '@eventide/contracts';
import { Access, User } from '../auth/access.js';
import type { UserPrincipal } from '../auth/principal.js';
import { employeesQuery, type EmployeesRequest } from './directory.schemas.js';
import { DirectoryService } from './directory.service.js';

/** The company's people: for administrators, and for managers those of their own department. */
@Controller()
@Access({ roles: ['admin', 'manager'] })
export class DirectoryController {
  constructor(private readonly directory: DirectoryService) {}

  @Get('employees')
  list(@User() user: UserPrincipal, @Query({ schema: employeesQuery }) query: EmployeesRequest): Promise<EmployeePage> {
    return this.directory.list(user, query);
  }

  @Get('employees/:id')
  get(@User() user: UserPrincipal, @Param('id') id: string): Promise<EmployeeDetails> {
    return this.directory.get(user, id);
  }

  @Get('organisation')
  choices(@User() user: UserPrincipal): Promise<OrganisationChoices> {
    return this.directory.choices(user);
  }
}
