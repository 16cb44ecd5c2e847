import { writeFileSync } from 'node:fs';
import { eventsPage, openApiPage, refusalsPage, samplesIn } from './docs/pages.js';

writeFileSync('docs/events.md', eventsPage(samplesIn('test/samples')));
writeFileSync('docs/refusals.md', refusalsPage());
writeFileSync('docs/openapi.json', await openApiPage());
process.stdout.write('docs/events.md, docs/refusals.md, docs/openapi.json\n');
