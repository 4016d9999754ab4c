import { type INestApplication, Injectable } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { z } from 'zod';

const INTRODUCTION =
  'The record of the assurance of commissioning organisations. Instants are RFC 3339 in UTC, dates YYYY-MM-DD, positions and ' +
  'revisions strings. Every error is application/problem+json whose type names the broken rule. Commands take ' +
  'Idempotency-Key (same key and body, same answer) and, where they judge, If-Match with the revision seen. Queries on ' +
  'recorded state take atLeast, asAt and effectiveOn.';

/** The description of the API, made once from the routes and their schemas. */
@Injectable()
export class OpenApi {
  private made: OpenAPIObject | undefined;

  /** Makes the description; called when every route is known. */
  describe(application: INestApplication): void {
    const base = new DocumentBuilder()
      .setOpenAPIVersion('3.1.0')
      .setTitle('Checkpoint Assurance')
      .setDescription(INTRODUCTION)
      .setVersion('1')
      .addBearerAuth()
      .build();
    this.made = SwaggerModule.createDocument(application, base, {
      standardSchemaConverter: (schema, { schemaType }) => ({ schema: jsonSchemaOf(schema, schemaType) }),
      operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}.${method}`,
    });
  }

  get document(): OpenAPIObject {
    if (this.made === undefined) throw new Error('the API was not described at the start');
    return this.made;
  }
}

/** OpenAPI 3.1 takes JSON Schema as it is. Refinements have no form there; their rules are in the descriptions. */
function jsonSchemaOf(schema: unknown, io: 'input' | 'output'): unknown {
  const { $schema: _, ...rest } = z.toJSONSchema(schema as z.ZodType, { io, unrepresentable: 'any' });
  return rest;
}
