// Renews cldr.json and its licence from Unicode CLDR. In an empty folder:
//   npm install cldr-core cldr-dates-full && node <here>/renew-cldr.mjs
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const installed = (...path) => join(process.cwd(), 'node_modules', ...path);
const read = (...path) => JSON.parse(readFileSync(installed(...path), 'utf8'));
const monday = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const plurals = read('cldr-core', 'supplemental', 'plurals.json').supplemental['plurals-type-cardinal'];

const languages = {};
for (const language of ['en', 'ca', 'ro', 'pl']) {
  const calendar = read('cldr-dates-full', 'main', language, 'ca-gregorian.json').main[language].dates.calendars.gregorian;
  const months = (form, width) => Object.values(calendar.months[form][width]);
  const weekdays = (width) => monday.map((day) => calendar.days.format[width][day]);
  languages[language] = {
    months: months('format', 'wide'),
    monthsShort: months('format', 'abbreviated'),
    monthsAlone: months('stand-alone', 'wide'),
    monthsAloneShort: months('stand-alone', 'abbreviated'),
    weekdays: weekdays('wide'),
    weekdaysShort: weekdays('abbreviated'),
    plurals: Object.fromEntries(Object.entries(plurals[language]).map(([key, rule]) => [key.replace('pluralRule-count-', ''), rule.trim()])),
  };
}
const version = read('cldr-core', 'package.json').version;
writeFileSync(join(here, 'cldr.json'), JSON.stringify({ version, languages }, null, 2) + '\n');
copyFileSync(installed('cldr-core', 'LICENSE'), join(here, 'cldr.LICENSE.txt'));
