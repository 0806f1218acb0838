/** @jest-environment node */
import { describe, expect, it } from '@jest/globals';
import { errorsIn } from './import-errors';

const HEADER = 'sheet,row,column,value,problem';

describe(errorsIn.name, () => {
  it('reads plain and quoted cells', () => {
    const csv = `${HEADER}\r\nEmployees,2,email,nobody,"Not an address, it seems"\r\nAreas,3,code,"a ""b""\nc",Twice\r\n`;
    expect(errorsIn(csv)).toEqual([
      { sheet: 'Employees', row: '2', column: 'email', value: 'nobody', problem: 'Not an address, it seems' },
      { sheet: 'Areas', row: '3', column: 'code', value: 'a "b"\nc', problem: 'Twice' },
    ]);
  });

  it('keeps empty cells, and a last line without an end', () => {
    expect(errorsIn(`\uFEFF${HEADER}\nCars,9,model,,Missing`)).toEqual([
      { sheet: 'Cars', row: '9', column: 'model', value: '', problem: 'Missing' },
    ]);
  });

  it('finds none in a file without any', () => {
    expect(errorsIn(`${HEADER}\r\n`)).toEqual([]);
    expect(errorsIn('')).toEqual([]);
  });
});
