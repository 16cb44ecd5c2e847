import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';

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

const WRITES = new Set(['post', 'put', 'patch', 'delete']);

interface Operation {
  parameters?: object[];
  responses: Record<string, { content?: Record<string, unknown>; headers?: Record<string, unknown>; description?: string }>;
}

/** The API's description (OpenAPI 3.1), with the manners that every route shares. */
export const describeApi = (app: INestApplication): OpenAPIObject => {
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
  document.components = { ...document.components, schemas: { ...document.components?.schemas, Problem: PROBLEM as never } };
  for (const path of Object.values(document.paths)) {
    for (const [method, operation] of Object.entries(path as unknown as Record<string, Operation>)) {
      if (!operation.responses) continue;
      operation.parameters ??= [];
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
            description: 'The revision you have seen.',
          },
        );
      }
      operation.responses['default'] = {
        description: 'A refusal, by name.',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      };
    }
  }
  return document;
};
