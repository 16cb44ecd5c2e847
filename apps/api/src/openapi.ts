import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { answers as writtenAnswers } from './answers.generated.js';
import type { Answers } from './answers.js';

const PROBLEM = {
  type: 'object',
  required: ['type', 'title', 'status'],
  properties: {
    type: { type: 'string', format: 'uri-reference', example: '/problems/window-closed' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What to do about it.' },
    field: { type: 'string', description: 'RFC 6901 pointer to the field it is about.' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        properties: { field: { type: 'string' }, code: { type: 'string' }, reason: { type: 'string' } },
      },
    },
    details: { type: 'object', additionalProperties: true },
    correlationId: { type: 'string' },
  },
} as const;

/** What stands in paths: parameters that are checked by the product's own decorators are not seen by the generator. */
const IN_PATHS: Readonly<Record<string, { description: string; example: string; format?: string }>> = {
  tenant: { description: 'Id of the country.', example: 'cl' },
  cycle: { description: 'Label of the cycle.', example: '2023' },
  pack: { description: 'Name of the pack.', example: 'cl' },
  teacher: { description: 'Pseudonym of the teacher.', example: '70a9e36b-8aa0-8d39-b98b-ca1e7ebbc913', format: 'uuid' },
  attempt: { description: 'Id of the attempt.', example: '2c982644-0536-56c8-883a-10ff37f0e12d', format: 'uuid' },
  enrolment: { description: 'Id of the enrolment.', example: '0f0d1c6e-6a1b-5b0e-9d0a-3c6f0a6a4f57', format: 'uuid' },
  id: { description: 'Id of the import.', example: 'cae51cad-2d52-5d0d-bae6-f441ff3bd9c6', format: 'uuid' },
  school: { description: 'Code of the school.', example: '900001' },
  code: { description: 'Code of the school, or name of the problem.', example: '900001' },
  offering: { description: 'Id of the offering.', example: 'cl-05-2023-national' },
  release: { description: 'Label of the release.', example: '1' },
  framework: { description: 'Id of the framework.', example: 'digcompedu-2017' },
  name: { description: 'Name of the view, or of the mapping.', example: 'cohort' },
};

const WRITES = new Set(['post', 'put', 'patch', 'delete']);

const POSITION = {
  description: 'How far the record was read, or what was written: what a read can wait for with ?after=.',
  schema: { type: 'string' },
};
const TAG = {
  description: 'What a write takes as If-Match; another one where the answer is another.',
  schema: { type: 'string' },
  example: '"3-9f86d081884c7d65"',
};
const WRITE_HEADERS = {
  'Cordillera-Position': POSITION,
  ETag: { description: 'Revision of what was changed, for If-Match.', schema: { type: 'string' }, example: '"3"' },
  'Idempotency-Replayed': {
    description: 'Stands where the same key had been carried out before.',
    schema: { type: 'string', enum: ['true'] },
  },
};

interface Operation {
  operationId: string;
  parameters?: object[];
  responses: Record<string, { content?: Record<string, unknown>; headers?: Record<string, unknown>; description?: string }>;
}

interface PathParameter {
  readonly name?: string;
  readonly in?: string;
}
const notInPath = (parameter: PathParameter): boolean => parameter.in !== 'path';

const inPath = (path: string, known: readonly PathParameter[]): object[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => {
    const { description, example, format } = IN_PATHS[name] ?? { description: name, example: name };
    const schema = { type: 'string', ...(format === undefined ? {} : { format }) };
    return {
      schema,
      ...known.find((one) => one.in === 'path' && one.name === name),
      name,
      in: 'path',
      required: true,
      description,
      example,
    };
  });

/** The API's description (OpenAPI 3.1), with the manners that every route shares. */
export const describeApi = (app: INestApplication, answers: Answers = writtenAnswers): OpenAPIObject => {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Cordillera')
    .setDescription(
      'Teacher-training programmes with their full history. Writes take an Idempotency-Key and answer with ETag and Cordillera-Position; reads take ?after= to wait for a position. Every refusal is a problem document (RFC 9457).',
    )
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' })
    .addCookieAuth('cordillera_session')
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    operationIdFactory: (controller, method) => `${controller.replace('Controller', '')}_${method}`,
  });
  const requests = { ...document.components?.schemas, ProblemDocument: PROBLEM as never };
  const twice = Object.keys(answers.schemas).filter((name) => name in requests);
  if (twice.length > 0) throw new RangeError(`one name for a request and an answer: ${twice.join(', ')}`);
  document.components = { ...document.components, schemas: { ...requests, ...(answers.schemas as typeof requests) } };
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods as unknown as Record<string, Operation>)) {
      if (!operation.responses) continue;
      operation.parameters = [...inPath(path, operation.parameters ?? []), ...(operation.parameters ?? []).filter(notInPath)];
      if (WRITES.has(method)) {
        operation.parameters.push(
          {
            name: 'Idempotency-Key',
            in: 'header',
            required: false,
            schema: { type: 'string', maxLength: 200 },
            description: 'The same key again gives the same answer and does nothing twice; another body under it is refused.',
          },
          {
            name: 'If-Match',
            in: 'header',
            required: false,
            schema: { type: 'string', example: '"3"' },
            description: 'The ETag of what you have seen: refused where it was changed since.',
          },
        );
      }
      const tagged = operation.parameters.some((one) => 'name' in one && one.name === 'If-None-Match');
      const answer = answers.operations[operation.operationId];
      for (const [status, response] of Object.entries(operation.responses)) {
        if (!status.startsWith('2')) continue;
        if (answer) response.content = { 'application/json': { schema: answer } };
        response.headers = WRITES.has(method)
          ? WRITE_HEADERS
          : { 'Cordillera-Position': POSITION, ...(tagged ? { ETag: TAG } : {}) };
      }
      operation.responses['default'] = {
        description: 'A refusal, by name.',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/ProblemDocument' } } },
      };
    }
  }
  return document;
};
