import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { Body, Controller, Module, Param, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import pg from 'pg';

/*
 * The least a Nest and Fastify service can do with a request: one prepared INSERT, durable, on a pool of 32 connections. No
 * authentication, no checks, no decision.
 */

const [, , url = ''] = process.argv;
const pool = new pg.Pool({ connectionString: url, max: 32 });
const insert = { name: 'insert', text: 'INSERT INTO bare (id, assessment, payload) VALUES ($1, $2, $3)' };

@Controller('api/v1/assessments')
class BareController {
  @Post(':id/teleconferences')
  async record(@Param('id') assessment: string, @Body() body: unknown): Promise<{ id: string }> {
    const id = randomUUID();
    await pool.query({ ...insert, values: [id, assessment, JSON.stringify(body)] });
    return { id };
  }
}

@Module({ controllers: [BareController] })
class BareModule {}

await pool.query('CREATE TABLE bare (id uuid PRIMARY KEY, assessment text NOT NULL, payload json NOT NULL)');
const application = await NestFactory.create<NestFastifyApplication>(BareModule, new FastifyAdapter(), { logger: false });
await application.listen(0, '127.0.0.1');
process.on('message', (message) => {
  if (message === 'settle') process.send?.('settled');
  if (message === 'stop')
    void application
      .close()
      .then(() => pool.end())
      .then(() => process.exit(0));
});
process.send?.({ port: (application.getHttpServer().address() as AddressInfo).port });
