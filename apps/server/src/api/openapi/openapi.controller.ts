import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiExcludeController, type OpenAPIObject } from '@nestjs/swagger';
import { Public } from '../../edge/access.js';
import { OpenApi } from './openapi.js';
import { referencePage } from './reference-page.js';

/** The API's description, for programs and for people. */
@ApiExcludeController()
@Controller('api')
export class OpenApiController {
  constructor(@Inject(OpenApi) private readonly openApi: OpenApi) {}

  @Public()
  @Get('openapi.json')
  json(): OpenAPIObject {
    return this.openApi.document;
  }

  @Public()
  @Get('docs')
  @Header('Content-Type', 'text/html; charset=utf-8')
  page(): string {
    return referencePage(this.openApi.document);
  }
}
