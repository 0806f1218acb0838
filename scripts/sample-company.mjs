import { randomBytes } from 'node:crypto';

const AREAS = [['NORTH', 'North'], ['SOUTH', 'South'], ['EAST', 'East'], ['WEST', 'West'], ['HQ', 'Headquarters']];
const DEPARTMENTS = [
  ['Sales', 'Sales', 'HQ'],
  ['Engineering', 'Engineering', 'HQ'],
  ['Support', 'Customer support', 'NORTH'],
  ['Finance', 'Finance', 'HQ'],
  ['Logistics', 'Logistics', 'SOUTH'],
  ['People', 'People and culture', 'HQ'],
  ['Production', 'Production', 'EAST'],
  ['Service', 'Field service', 'WEST'],
];
const DESIGNATIONS = [
  ['TRAINEE', 'Trainee', 'G1'],
  ['ASSOCIATE', 'Associate', 'G2'],
  ['SPECIALIST', 'Specialist', 'G3'],
  ['SENIOR', 'Senior specialist', 'G4'],
  ['LEAD', 'Team lead', 'G5'],
  ['HEAD', 'Head of department', 'G6'],
];
const FIRST = ['Ada', 'Ben', 'Chloé', 'Dmitri', 'Elif', 'Farid', 'Grace', 'Hana', 'Igor', 'Jürgen', 'Kofi', 'Lena', 'Mei', 'Noor', 'Olu', 'Priya'];
const LAST = ['Adeyemi', 'Berg', 'Costa', 'Dubois', 'Eriksen', 'Fischer', 'García', 'Haddad', 'Ivanova', 'Jensen', 'Kim', 'Lopez', 'Müller'];
const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri'];
const MODELS = ['Van', 'Truck', 'Estate', 'Minibus'];
const DRIVERS_SHARE = 0.02;

const FEWEST_ROWS = AREAS.length + DEPARTMENTS.length + DESIGNATIONS.length + 2 * DEPARTMENTS.length;

const employeeId = (n) => `E${String(n).padStart(6, '0')}`;
const pick = (list, n) => list[n % list.length];

/** The first of each department leads it. */
const isHead = (n) => n <= DEPARTMENTS.length;

/** How many rows each of the sheets gets, so that all together have exactly so many. */
function shares(rows) {
  const drivers = Math.floor(rows * DRIVERS_SHARE);
  const rest = rows - AREAS.length - DEPARTMENTS.length - DESIGNATIONS.length - 2 * drivers;
  const employees = Math.ceil(rest / 2);
  return { drivers, employees, schedules: rest - employees };
}

/** @param broken how many of the first employees have something wrong, by turns; @param note characters of a column that no import reads */
function* employees(count, broken, note) {
  yield ['employeeId', 'name', 'email', 'departmentCode', 'designationCode', 'hiredAt', 'managerId', 'roles', ...(note > 0 ? ['note'] : [])];
  for (let n = 1; n <= count; n += 1) {
    const head = ((n - 1) % DEPARTMENTS.length) + 1;
    const row = [
      employeeId(n),
      `${pick(FIRST, n)} ${pick(LAST, Math.floor(n / FIRST.length))}`,
      `${employeeId(n).toLowerCase()}@example.com`,
      DEPARTMENTS[head - 1][0],
      isHead(n) ? 'HEAD' : pick(DESIGNATIONS, n)[0],
      new Date(Date.UTC(2000 + (n % 25), n % 12, 1 + (n % 28))),
      isHead(n) ? null : employeeId(head),
      isHead(n) ? 'manager, user' : null,
      ...(note > 0 ? [randomBytes(note).toString('base64').slice(0, note)] : []),
    ];
    yield n <= broken ? spoiled(row, n) : row;
  }
}

/** One thing that is wrong, another one for each row. */
function spoiled(row, n) {
  const wrong = [[2, 'nobody at all'], [3, 'Nowhere'], [5, 'last summer'], [1, null], [6, 'E999999']];
  const [column, value] = pick(wrong, n);
  return row.with(column, value);
}

function* numbered(header, count, row) {
  yield header;
  for (let n = 1; n <= count; n += 1) yield row(n);
}

/**
 * A company as the sheets of a workbook, made while they are read.
 * @param {{rows: number, broken?: number, note?: number}} wish `rows` of all sheets together, without headers
 */
export function sampleCompany({ rows, broken = 0, note = 0 }) {
  if (rows < FEWEST_ROWS) throw new RangeError(`A company has at least ${FEWEST_ROWS} rows.`);
  const counts = shares(rows);
  const shift = (n) => [employeeId(n), pick(WEEKDAYS, n), n % 3 === 0 ? '06:00' : '09:00', n % 3 === 0 ? '14:00' : '17:30'];
  return [
    { name: 'Areas', rows: [['code', 'name'], ...AREAS] },
    { name: 'Departments', rows: [['code', 'name', 'areaCode'], ...DEPARTMENTS] },
    { name: 'Designations', rows: [['code', 'title', 'grade'], ...DESIGNATIONS] },
    { name: 'Employees', rows: employees(counts.employees, broken, note) },
    { name: 'Schedules', rows: numbered(['employeeId', 'weekday', 'start', 'end'], counts.schedules, shift) },
    { name: 'Drivers', rows: numbered(['driverId', 'employeeId', 'licence'], counts.drivers, (n) => [`D${n}`, employeeId(n), 'C1E']) },
    { name: 'Cars', rows: numbered(['plate', 'model', 'driverId'], counts.drivers, (n) => [`EV ${1_000 + n}`, pick(MODELS, n), `D${n}`]) },
  ];
}
