import { writeFileSync } from 'node:fs';
import { answersModule, answersOf } from './docs/answers.js';
import { eventsPage, openApiPage, refusalsPage, samplesIn } from './docs/pages.js';

writeFileSync('docs/events.md', eventsPage(samplesIn('test/samples')));
writeFileSync('docs/refusals.md', refusalsPage());
const answers = answersOf('tsconfig.json');
writeFileSync('apps/api/src/answers.generated.ts', answersModule(answers));
writeFileSync('docs/openapi.json', await openApiPage(answers));
process.stdout.write('docs/events.md, docs/refusals.md, docs/openapi.json, apps/api/src/answers.generated.ts\n');
