import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Refusal, run, say } from './output.mjs';
import { sampleCompany } from './sample-company.mjs';
import { writeWorkbook } from './xlsx-writer.mjs';

const USAGE = 'npm run sample -- [--rows 200] [--broken 0] [--note 0] [--file company.xlsx]';

function wishes(args) {
  try {
    const options = {
      rows: { type: 'string', default: '200' },
      broken: { type: 'string', default: '0' },
      note: { type: 'string', default: '0' },
      file: { type: 'string', default: 'company.xlsx' },
    };
    return parseArgs({ args, options }).values;
  } catch (error) {
    if (error.code?.startsWith('ERR_PARSE_ARGS')) throw new Refusal(`${error.message}\n${USAGE}`);
    throw error;
  }
}

function whole(name, given) {
  if (!/^\d{1,7}$/.test(given)) throw new Refusal(`--${name} must be a whole number.\n${USAGE}`);
  return Number(given);
}

function companyOf({ rows, broken, note }) {
  try {
    return sampleCompany({ rows: whole('rows', rows), broken: whole('broken', broken), note: whole('note', note) });
  } catch (error) {
    if (error instanceof RangeError) throw new Refusal(`${error.message}\n${USAGE}`);
    throw error;
  }
}

/** Writes a workbook to import. `--broken`: so many employees with a wrong cell; `--note`: makes it larger. */
await run(async () => {
  const given = wishes(process.argv.slice(2));
  const path = resolve(given.file);
  await writeWorkbook(path, companyOf(given));
  say(`${path}: ${given.rows} rows, ${(statSync(path).size / 1_000_000).toFixed(1)} MB`);
});
